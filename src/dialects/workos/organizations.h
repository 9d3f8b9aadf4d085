// Routes of organizations and their domains (contracts: WorkOS section 4.4).
#pragma once

#include <vector>

#include "base/invalid.h"
#include "door/rest.h"
#include "organizations/organizations.h"

namespace bearward::dialects::workos {

// OrganizationRoutes returns the routes. The arguments must outlive them.
std::vector<door::Route> OrganizationRoutes(const organizations::Organizations& organizations,
                                            const organizations::Domains& domains,
                                            const door::Mount& mount);

}  // namespace bearward::dialects::workos
