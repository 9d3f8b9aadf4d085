// Help: help texts, completion scripts, the manual page and the reference, made from the commands.
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

// SummaryOf returns the summary of the command with these words, or of a noun; "" for other words.
std::string SummaryOf(const std::vector<Command>& commands, const std::vector<std::string>& words);

// Completion returns the script that completes the words of a command line in a shell. It asks the
// program itself, by `bearward completion SHELL -- WORD...`, for the candidates (candidates.h).
// kInvalid "usage" for a shell that is not one of Shells().
base::Result<std::string> Completion(std::string_view shell);
// Shells are bash, zsh and fish.
const std::vector<std::string>& Shells();

// ManualPage returns the manual page bearward(1) in the language of man(7).
std::string ManualPage(const std::vector<Command>& commands, std::string_view version);

// Reference returns the reference of docs/command-line.md in Markdown.
std::string Reference(const std::vector<Command>& commands);

}  // namespace bearward::commands
