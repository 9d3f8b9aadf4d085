// Help: what the program writes about its commands, all of it made from the commands themselves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "commands/command.h"

namespace bearward::commands {

// CommandHelp describes one command with its arguments and options.
std::string CommandHelp(const Command& command);
// ListHelp lists the commands that begin with `path`; all of them for an empty one.
std::string ListHelp(const std::vector<Command>& commands, const std::vector<std::string>& path);

// Completion returns the script that completes the words of a command line in a shell: bash, zsh or
// fish. kInvalid "usage" for another one.
base::Result<std::string> Completion(const std::vector<Command>& commands, std::string_view shell);

// ManualPage returns the manual page bearward(1) in the language of man(7).
std::string ManualPage(const std::vector<Command>& commands, std::string_view version);

// Reference returns the reference of docs/command-line.md in Markdown.
std::string Reference(const std::vector<Command>& commands);

}  // namespace bearward::commands
