// WorkSpan's events and subscribers (contract 2.5).
#pragma once

#include <vector>

#include "dialects/workspan/dialect.h"
#include "dialects/workspan/uses.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// EventRoutes returns the routes; the arguments must outlive them.
std::vector<door::Route> EventRoutes(const Uses& uses, const Dialects& dialects);

}  // namespace bearward::dialects::workspan
