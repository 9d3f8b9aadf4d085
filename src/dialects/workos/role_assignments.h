// Routes of the roles that members and groups have on resources (contracts: WorkOS section 4.7).
#pragma once

#include <vector>

#include "access/authorization_resources.h"
#include "access/group_role_assignments.h"
#include "access/role_assignments.h"
#include "door/rest.h"

namespace bearward::dialects::workos {

// AssignmentUses are the dependencies of the routes; they must outlive them.
struct AssignmentUses {
  const access::RoleAssignments& of_members;
  const access::GroupRoleAssignments& of_groups;
  const access::AuthorizationResources& resources;
};

// RoleAssignmentRoutes returns the routes.
std::vector<door::Route> RoleAssignmentRoutes(const AssignmentUses& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
