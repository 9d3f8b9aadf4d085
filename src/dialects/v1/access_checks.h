// The route of /v1/access_checks.
#pragma once

#include <vector>

#include "access/user_access.h"
#include "door/route.h"

namespace bearward::dialects::v1 {

// AccessCheckRoutes returns the route; the checks and the dialect must outlive it.
std::vector<door::Route> AccessCheckRoutes(const access::UserAccess& checks,
                                           const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
