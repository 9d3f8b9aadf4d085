// Routes of the resources of the customer's product (contracts: WorkOS section 4.7).
#pragma once

#include <vector>

#include "access/authorization_resources.h"
#include "door/rest.h"

namespace bearward::dialects::workos {

// AuthorizationResourceRoutes returns the routes. `by_id` and `by_external_id` are the same
// resources by both kinds of address; they must outlive the routes.
std::vector<door::Route> AuthorizationResourceRoutes(
    const access::AuthorizationResources& by_id,
    const access::AuthorizationResources& by_external_id, const door::Mount& mount);

}  // namespace bearward::dialects::workos
