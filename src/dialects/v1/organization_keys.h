// The route of /v1/organization_api_keys. WorkOS' API lists, creates and deletes the API keys of
// organizations and of users in them, but does not read one by its id.
#pragma once

#include <vector>

#include "door/route.h"
#include "keys/organization_keys.h"

namespace bearward::dialects::v1 {

// OrganizationKeyRoutes returns the route; the keys and the dialect must outlive it.
std::vector<door::Route> OrganizationKeyRoutes(const keys::OrganizationKeys& keys,
                                               const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
