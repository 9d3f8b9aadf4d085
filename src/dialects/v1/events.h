// The route GET /v1/events.
#pragma once

#include <vector>

#include "door/route.h"
#include "events/events.h"

namespace bearward::dialects::v1 {

// EventRoutes returns the route; the events and the dialect must outlive it.
std::vector<door::Route> EventRoutes(const events::Events& events, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
