// The rows of an application's secrets.
#pragma once

#include <vector>

#include "dialects/v1/routes.h"
#include "door/route.h"

namespace bearward::dialects::v1 {

// SecretRoutes gives them; Routes does so among the others.
std::vector<door::Route> SecretRoutes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
