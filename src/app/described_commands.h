// DescribedCommands: the commands that the parser of the command line reads, as data for the help,
// the suggestions and the completion.
#pragma once

#include <vector>

#include "commands/command.h"

namespace CLI {
class App;
}

namespace bearward::app {

// CommandsOfParser returns the commands of a parser without those that only group others.
std::vector<commands::Command> CommandsOfParser(const CLI::App& parser);

}  // namespace bearward::app
