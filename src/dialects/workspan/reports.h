// Reports: WorkSpan's reports, views and charts (contract section 2.7).
#pragma once

#include <vector>

#include "dialects/workspan/dialect.h"
#include "dialects/workspan/uses.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// ReportRoutes returns the routes; `dialects` must outlive them.
std::vector<door::Route> ReportRoutes(const Uses& uses, const Dialects& dialects);

}  // namespace bearward::dialects::workspan
