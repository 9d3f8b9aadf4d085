// The route of /v1/denials.
#pragma once

#include <vector>

#include "door/route.h"
#include "events/denials.h"

namespace bearward::dialects::v1 {

// DenialRoutes returns the route; the denials and the dialect must outlive it.
std::vector<door::Route> DenialRoutes(const events::Denials& denials, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
