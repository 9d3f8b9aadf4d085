// FromRoutes: makes the commands of the table from the routes that they run.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "commands/command.h"
#include "commands/table.h"
#include "door/route.h"

namespace bearward::commands {

// CommandsOf returns one command for each row. The options come from the contracts: a member of the
// body and a parameter of the query are an option each, a parameter of the path that names another
// resource too, and the other parameters are arguments. `routes` must outlive the commands.
// kInternal if a row names an operation that no route has.
base::Result<std::vector<Command>> CommandsOf(std::span<const VerbRow> rows,
                                              std::span<const door::Route> routes);

}  // namespace bearward::commands
