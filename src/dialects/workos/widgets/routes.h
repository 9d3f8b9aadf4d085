// The route of WorkOS' client GraphQL API, which its widgets call (contracts: WorkOS section 1.2).
#pragma once

#include <string_view>
#include <vector>

#include "dialects/workos/widgets/operations.h"
#include "door/route.h"

namespace bearward::dialects::workos::widgets {

// kCorsHeaders are the request headers that the vendor's widgets send from pages (contracts: WorkOS
// section 1.2).
inline constexpr std::string_view kCorsHeaders[] = {"WorkOS-Widgets-Type",
                                                    "WorkOS-Widgets-Version"};

// MakeDialect returns the dialect of the route: errors are GraphQL responses. A failed
// authentication is 200, because the vendor's clients look at the code; without any credential it
// is 401.
door::Dialect MakeDialect();

// Routes returns the route; `dialect` must outlive it. Client tokens and the access tokens of
// AuthKit are accepted.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::workos::widgets
