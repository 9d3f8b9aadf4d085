// WorkMobile's routes: the public root, Authenticate, the account, and the data endpoints (data.h).
#pragma once

#include <vector>

#include "dialects/workmobile/uses.h"
#include "door/route.h"

namespace bearward::dialects::workmobile {

// Routes returns the dialect's routes under each of its prefixes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::workmobile
