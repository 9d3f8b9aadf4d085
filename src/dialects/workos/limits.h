// The rate limits of WorkOS (contracts: WorkOS section 2.7).
#pragma once

#include <span>

#include "door/route.h"
#include "model/rate_limit.h"

namespace bearward::dialects::workos {

// DefaultLimits returns the limits that WorkOS documents.
model::ClassLimits DefaultLimits();

// SetLimits sets the classes of requests to which each route belongs. Call it before the routes are
// mounted under another path. A sign-in takes its permit of model::LimitScope::kSignIns itself,
// because the request names the user.
void SetLimits(std::span<door::Route> routes);

}  // namespace bearward::dialects::workos
