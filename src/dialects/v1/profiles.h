// The routes of an operators' listener that show what the process spends its time on.
#pragma once

#include <vector>

#include "door/route.h"
#include "observe/health.h"

namespace bearward::dialects::v1 {

// ProfileRoutes returns /debug/profile and /debug/threads, both open: never add them to the table
// of a listener that clients reach. A profile occupies a worker for its time, and ends early when
// the process drains. `health` and `dialect` must outlive the routes.
std::vector<door::Route> ProfileRoutes(const observe::Health& health, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
