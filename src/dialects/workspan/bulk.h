// Bulk: WorkSpan's bulk loads and the upload of partner accounts (contract sections 2.6 and 2.9).
#pragma once

#include <vector>

#include "dialects/workspan/dialect.h"
#include "dialects/workspan/uses.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// BulkRoutes returns the routes; `dialects` must outlive them.
std::vector<door::Route> BulkRoutes(const Uses& uses, const Dialects& dialects);

// IsUpload says whether a route, which may be nullptr, takes the file of a load.
bool IsUpload(const door::Route* route);

}  // namespace bearward::dialects::workspan
