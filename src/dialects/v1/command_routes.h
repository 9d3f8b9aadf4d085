// The routes that only the door of the command line has (docs/design/0014-command-line.md): what
// concerns the installation.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "door/route.h"
#include "environments/environments.h"
#include "model/event.h"

namespace bearward::dialects::v1 {

// CommandUses are the dependencies of the routes; all must outlive them. `create` makes an
// environment with its defaults and its signing keys; kExists "environment_exists".
struct CommandUses {
  environments::Environments& environments;
  std::function<base::Status(const std::string& name, std::optional<bool> sandbox,
                             const model::Actor& actor)>
      create;
};

// CommandRoutes returns the routes; `dialect` must outlive them. They are open: never add them to
// the table of a door that a network reaches.
std::vector<door::Route> CommandRoutes(const CommandUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
