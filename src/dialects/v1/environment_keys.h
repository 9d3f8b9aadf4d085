// The routes of the API keys of an environment, and of the report of unused keys.
#pragma once

#include <vector>

#include "door/route.h"
#include "keys/environment_keys.h"

namespace bearward::dialects::v1 {

// EnvironmentKeyRoutes returns the routes; all arguments must outlive them.
std::vector<door::Route> EnvironmentKeyRoutes(const keys::EnvironmentKeys& keys,
                                              const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
