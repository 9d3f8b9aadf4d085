// The routes of objects and their members.
#pragma once

#include <vector>

#include "door/route.h"
#include "objects/teams.h"

namespace bearward::dialects::v1 {

// ObjectRoutes returns the routes; all arguments must outlive them.
std::vector<door::Route> ObjectRoutes(const objects::Teams& teams, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
