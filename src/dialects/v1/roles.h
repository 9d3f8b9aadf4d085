// The route of /v1/roles. WorkOS' API has those that create and change a role of an environment,
// but none that deletes one.
#pragma once

#include <vector>

#include "access/roles.h"
#include "door/route.h"

namespace bearward::dialects::v1 {

// RoleRoutes returns the route; the roles and the dialect must outlive it.
std::vector<door::Route> RoleRoutes(const access::Roles& roles, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
