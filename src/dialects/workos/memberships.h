// Routes of organization memberships (contracts: WorkOS section 4.5).
#pragma once

#include <vector>

#include "door/rest.h"
#include "users/memberships.h"

namespace bearward::dialects::workos {

// MembershipRoutes returns the routes. The arguments must outlive them.
std::vector<door::Route> MembershipRoutes(const users::Memberships& memberships,
                                          const door::Mount& mount);

}  // namespace bearward::dialects::workos
