// Routes of permissions and roles (contracts: WorkOS section 4.6).
#pragma once

#include <vector>

#include "access/permissions.h"
#include "access/roles.h"
#include "door/rest.h"

namespace bearward::dialects::workos {

// AccessUses are the dependencies of the routes; they must outlive them.
struct AccessUses {
  const access::Permissions& permissions;
  const access::Roles& roles;
  const access::OrganizationRoles& organization_roles;
};

// AccessRoutes returns the routes.
std::vector<door::Route> AccessRoutes(const AccessUses& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
