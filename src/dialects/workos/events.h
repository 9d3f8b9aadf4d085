// The route of events (contracts: WorkOS section 4.11).
#pragma once

#include <vector>

#include "door/rest.h"
#include "events/events.h"

namespace bearward::dialects::workos {

// EventRoutes returns the routes. The events must outlive them.
std::vector<door::Route> EventRoutes(const events::Events& events, const door::Mount& mount);

}  // namespace bearward::dialects::workos
