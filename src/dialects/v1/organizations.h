// The routes that read an organization and its domains, also for its members.
#pragma once

#include <vector>

#include "door/route.h"
#include "organizations/domains.h"
#include "organizations/organizations.h"

namespace bearward::dialects::v1 {

// OrganizationRoutes returns the routes; all arguments must outlive them. WorkOS' route of an
// organization is for callers that act for the environment, and does not say whether it is enabled.
std::vector<door::Route> OrganizationRoutes(const organizations::Organizations& organizations,
                                            const organizations::Domains& domains,
                                            const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
