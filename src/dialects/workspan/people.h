// People: WorkSpan's check of a user's attributes (contract section 2.8). Its SCIM is in
// dialects/scim.
#pragma once

#include <vector>

#include "dialects/workspan/dialect.h"
#include "dialects/workspan/uses.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// PeopleRoutes returns the routes; `dialects` must outlive them.
std::vector<door::Route> PeopleRoutes(const Uses& uses, const Dialects& dialects);

}  // namespace bearward::dialects::workspan
