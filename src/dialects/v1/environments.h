// The routes of /v1/environments, for operators of the installation and for the command line.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "door/route.h"
#include "environments/environments.h"
#include "model/event.h"
#include "verify/installation.h"

namespace bearward::dialects::v1 {

// EnvironmentUses are the dependencies of the routes; all must outlive them. `create` makes an
// environment with its defaults and its signing keys; kExists "environment_exists".
struct EnvironmentUses {
  environments::Environments& environments;
  std::function<base::Status(const std::string& name, std::optional<bool> sandbox,
                             const model::Actor& actor)>
      create;
  verify::DefaultEnvironment find_default;
};

// EnvironmentRoutes returns the routes for callers that pass verify::CheckInstallation; `dialect`
// must outlive them.
std::vector<door::Route> EnvironmentRoutes(const EnvironmentUses& uses,
                                           const door::Dialect& dialect);

// CommandRoutes returns the same routes for the door of the command line, which also works before
// the first environment exists (docs/design/0014-command-line.md). They are open: never add them to
// the table of a door that a network reaches.
std::vector<door::Route> CommandRoutes(const EnvironmentUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
