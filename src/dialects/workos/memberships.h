// Routes of organization memberships (contracts: WorkOS section 4.5).
#pragma once

#include <vector>

#include "access/access_checks.h"
#include "access/groups.h"
#include "door/rest.h"
#include "users/memberships.h"

namespace bearward::dialects::workos {

// MembershipRoutes returns the routes. The arguments must outlive them.
std::vector<door::Route> MembershipRoutes(const users::Memberships& memberships,
                                          const door::Mount& mount);
// GroupMemberRoutes returns the list of the members of a group.
std::vector<door::Route> GroupMemberRoutes(const users::Memberships& memberships,
                                           const access::Groups& groups, const door::Mount& mount);

// ResourceMemberRoutes returns the lists of the members that have a permission on a resource.
std::vector<door::Route> ResourceMemberRoutes(const users::Memberships& memberships,
                                              const access::AccessChecks& checks,
                                              const door::Mount& mount);

}  // namespace bearward::dialects::workos
