// The environment that a request names: the x-ws-env header or query parameter (contract sections
// 2.1, 7).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "environments/environment_cache.h"
#include "http/message.h"
#include "model/environment.h"

namespace bearward::dialects::workspan {

// NamedEnvironment returns the environment of a request. Never blocks.
base::Result<std::optional<model::EnvironmentId>> NamedEnvironment(
    const environments::EnvironmentCache& environments, const http::Request& request);

// ChooseEnvironment implements the rule. `environments` has the default one first; `name` is the
// value of x-ws-env, empty if absent; `host` is the Host header. kInvalid "unknown_environment" for
// an unknown name, and "environment_required" when the request has no name and the sandbox host has
// several environments. A request without a name uses the default environment; nullopt only if
// there are no environments.
base::Result<std::optional<model::EnvironmentId>> ChooseEnvironment(
    std::span<const model::Environment> environments, std::string_view name, std::string_view host);

}  // namespace bearward::dialects::workspan
