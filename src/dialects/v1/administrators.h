// The routes of /v1/administrators.
#pragma once

#include <vector>

#include "administrators/administrators.h"
#include "door/route.h"

namespace bearward::dialects::v1 {

// AdministratorRoutes returns the routes; the administrators and the dialect must outlive it.
std::vector<door::Route> AdministratorRoutes(const administrators::Administrators& administrators,
                                             const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
