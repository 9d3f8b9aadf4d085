// The routes for the secrets of an application.
#pragma once

#include <vector>

#include "dialects/v1/routes.h"
#include "door/route.h"

namespace bearward::dialects::v1 {

// SecretRoutes returns these routes; the result of Routes includes them.
std::vector<door::Route> SecretRoutes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
