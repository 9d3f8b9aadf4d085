// The route of /v1/api_keys/{id}/usage.
#pragma once

#include <vector>

#include "door/route.h"
#include "keys/key_usages.h"

namespace bearward::dialects::v1 {

// KeyUsageRoutes returns the route; the usages and the dialect must outlive it.
std::vector<door::Route> KeyUsageRoutes(const keys::KeyUsages& usages,
                                        const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
