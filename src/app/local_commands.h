// LocalCommands: the commands that need neither the server nor the data: about the program itself,
// and the check of the form of an API key.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "commands/command.h"
#include "commands/parse.h"

namespace bearward::app {

// LocalCommands describes them.
const std::vector<commands::Command>& LocalCommands();

// RunLocalCommand runs one of them and returns the exit code; `all` are the commands of the whole
// program, for the help.
base::Result<int> RunLocalCommand(const commands::Command& command, const commands::Words& words,
                                  const std::vector<commands::Command>& all);

// CheckKeyText says what is wrong with the text of an API key, "" if its form is that of a key:
// `kind` receives what it is a key of.
std::string CheckKeyText(std::string_view text, std::string& kind);

}  // namespace bearward::app
