// Data: TeleTracker's calls, messages and reports (contract section 2).
#pragma once

#include <vector>

#include "dialects/teletracker/uses.h"
#include "door/route.h"

namespace bearward::dialects::teletracker {

// DataRoutes returns the routes; `dialect` must outlive them.
std::vector<door::Route> DataRoutes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::teletracker
