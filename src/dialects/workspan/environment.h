// Which sandbox a request means: the x-ws-env header or query parameter (contract sections 2.1, 7).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "directory/directory.h"
#include "http/message.h"
#include "model/environment.h"

namespace bearward::dialects::workspan {

// NamedEnvironment gives the environment of a request, asking the directory.
base::Result<std::optional<model::EnvironmentId>> NamedEnvironment(directory::Directory& directory,
                                                                   const http::Request& request);

// ChooseEnvironment is the rule. `environments` has the default one first; `name` is what x-ws-env
// says, empty if absent; `host` is the Host header. kInvalid "unknown_environment" for a name that
// no environment has, and "environment_required" when the sandbox host leaves the choice open.
// A request that names none means the default one; nullopt only while there is none at all.
base::Result<std::optional<model::EnvironmentId>> ChooseEnvironment(
    std::span<const model::Environment> environments, std::string_view name, std::string_view host);

}  // namespace bearward::dialects::workspan
