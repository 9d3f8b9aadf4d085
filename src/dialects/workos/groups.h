// Routes of groups (contracts: WorkOS section 4.13).
#pragma once

#include <vector>

#include "access/groups.h"
#include "door/rest.h"

namespace bearward::dialects::workos {

// GroupRoutes returns the routes. The groups must outlive them.
std::vector<door::Route> GroupRoutes(const access::Groups& groups, const door::Mount& mount);

}  // namespace bearward::dialects::workos
