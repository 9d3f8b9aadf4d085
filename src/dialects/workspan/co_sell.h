// CoSell: WorkSpan's co-sell operations and lists (contract section 2.9).
#pragma once

#include <vector>

#include "dialects/workspan/dialect.h"
#include "dialects/workspan/uses.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// CoSellRoutes returns the routes; `dialects` must outlive them.
std::vector<door::Route> CoSellRoutes(const Uses& uses, const Dialects& dialects);

}  // namespace bearward::dialects::workspan
