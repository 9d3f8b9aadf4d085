// Routes that say what members may do on resources (contracts: WorkOS section 4.7).
#pragma once

#include <vector>

#include "access/access_checks.h"
#include "access/authorization_resources.h"
#include "access/permissions.h"
#include "door/rest.h"

namespace bearward::dialects::workos {

// CheckUses are the dependencies of the routes; they must outlive them.
struct CheckUses {
  const access::AccessChecks& checks;
  const access::AuthorizationResources& resources;
  const access::Permissions& permissions;
};

// AccessCheckRoutes returns the routes. The lists of members are in memberships.h.
std::vector<door::Route> AccessCheckRoutes(const CheckUses& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
