// The routes of /v1/policies.
#pragma once

#include <vector>

#include "door/route.h"
#include "policies/policies.h"

namespace bearward::dialects::v1 {

// PolicyRoutes returns the routes; the verbs and the dialect must outlive them.
std::vector<door::Route> PolicyRoutes(const policies::Policies& policies,
                                      const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
