// The route that reads /v1/sessions.
#pragma once

#include <vector>

#include "door/route.h"
#include "grant/grant.h"

namespace bearward::dialects::v1 {

// SessionRoutes returns the route; the dialect and `grant` must outlive it.
std::vector<door::Route> SessionRoutes(grant::Grant& grant, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
