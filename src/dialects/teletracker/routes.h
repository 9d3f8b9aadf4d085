// TeleTracker's routes: sign-in, refresh, masquerade, logout, and the data endpoints (data.h).
#pragma once

#include <vector>

#include "dialects/teletracker/uses.h"
#include "door/route.h"

namespace bearward::dialects::teletracker {

// Routes returns the dialect's routes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::teletracker
