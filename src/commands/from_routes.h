// FromRoutes: makes the commands of the table from the routes that they run.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "commands/command.h"
#include "commands/table.h"
#include "door/route.h"

namespace bearward::commands {

// CommandsOf returns one command for each row. Its options are the members of the body, the
// parameters of the query, and the parameters of the path that name another resource; its arguments
// are the other parameters of the path. `routes` must outlive the commands. kInternal if a row
// names an operation that no route has.
base::Result<std::vector<Command>> CommandsOf(std::span<const VerbRow> rows,
                                              std::span<const door::Route> routes);

}  // namespace bearward::commands
