// Tables of resource types, resources and role assignments (docs/design/0011-authorization.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/authorization_resource.h"
#include "model/ids.h"
#include "model/resource_type.h"
#include "model/role.h"
#include "model/role_assignment.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// ResourceTypes and the functions after it return the tables.
const TableOf<model::ResourceType>& ResourceTypes();
const TableOf<model::AuthorizationResource>& AuthorizationResources();
const TableOf<model::RoleAssignment>& RoleAssignments();
const TableOf<model::GroupRoleAssignment>& GroupRoleAssignments();

// FindResourceByExternalId returns nullopt if the organization has no such resource.
base::Result<std::optional<model::AuthorizationResource>> FindResourceByExternalId(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view type, std::string_view external_id);
// ListAncestry returns a resource, its parent, and so on up to the one below the organization: at
// most model::kDeepestResource rows.
base::Result<std::vector<model::AuthorizationResource>> ListAncestry(
    ReadTx& tx, const model::AuthorizationResource& resource);
// ListChildren returns at most `limit` resources whose parent this is.
base::Result<std::vector<model::AuthorizationResource>> ListChildren(
    ReadTx& tx, const model::AuthorizationResource& parent, std::int64_t limit);
// HasAssignments says whether a member or a group has a role on the resource.
base::Result<bool> HasAssignments(ReadTx& tx, const model::AuthorizationResource& resource);

// AssignedRole is a role that a member has on a resource, or on the organization if `resource` is
// empty.
struct AssignedRole {
  std::string role;
  std::string resource;
};
// ListAssignedRoles returns the roles of a member on these resources, 1 to model::kDeepestResource,
// and on the organization.
base::Result<std::vector<AssignedRole>> ListAssignedRoles(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view membership,
    const std::vector<std::string>& resources);
// ListAssignments returns all role assignments of a member in any order.
base::Result<std::vector<model::RoleAssignment>> ListAssignments(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view membership);
// ListGroupAssignments returns the role assignments of a group, from old to new.
base::Result<std::vector<model::GroupRoleAssignment>> ListGroupAssignments(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view group);
// CountAssignments returns the number of assignments of a member, without those of its groups.
// CountGroupAssignments returns the number of assignments of a group.
base::Result<std::int64_t> CountAssignments(ReadTx& tx, const model::EnvironmentId& environment,
                                            std::string_view membership);
base::Result<std::int64_t> CountGroupAssignments(ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 std::string_view group);
// FindAssignment returns an assignment of a member that does not come from a group, and
// FindGroupAssignment an assignment of a group. An empty `resource` is the organization.
base::Result<std::optional<model::RoleAssignment>> FindAssignment(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view membership,
    std::string_view role, std::string_view resource);
base::Result<std::optional<model::GroupRoleAssignment>> FindGroupAssignment(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view group,
    std::string_view role, std::string_view resource);
// AssignToMembers inserts the role assignments that the members of a group get by a new assignment
// of the group. AssignOfGroup inserts those that a new member of a group gets by all its
// assignments. Foreign keys delete these rows with the assignment of the group, the membership in
// the group, and the resource.
base::Status AssignToMembers(WriteTx& tx, const model::GroupRoleAssignment& assignment);
base::Status AssignOfGroup(WriteTx& tx, const model::EnvironmentId& environment,
                           std::string_view group, std::string_view membership, base::Time now);
// IsRoleOnResource says whether an assignment of a member or a group of the organization has the
// role.
base::Result<bool> IsRoleOnResource(ReadTx& tx, const model::EnvironmentId& environment,
                                    const model::OrganizationId& organization,
                                    std::string_view role);
// ListUsableRoles returns the roles that members of an organization may have: those of the
// environment and those of the organization.
base::Result<std::vector<model::Role>> ListUsableRoles(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& organization);

// SlugList returns a text that conditions can search for a slug: each slug stands between two line
// breaks.
std::string SlugList(const std::vector<std::string>& slugs);
// HasRoleOn selects the active memberships that have one of the roles (a SlugList) on the resource
// itself. HasRoleAbove selects those that have one on a resource of its ancestry or in the
// organization.
Condition HasRoleOn(const model::AuthorizationResource& resource, std::string_view roles);
Condition HasRoleAbove(const std::vector<model::AuthorizationResource>& ancestry,
                       std::string_view roles);
// BelowResource selects the children of a resource. WithRoleOf selects the resources on which a
// membership has one of the roles.
Condition BelowResource(const model::AuthorizationResource& parent);
Condition WithRoleOf(const model::EnvironmentId& environment, std::string_view membership,
                     std::string_view roles);
// OfType selects the rows for one type of resource. NoRow selects no row.
Condition OfType(std::string_view type);
Condition NoRow();
// HasSlugIn selects the permissions whose slug is in a SlugList.
Condition HasSlugIn(std::string_view slugs);

}  // namespace bearward::store
