#include "store/authorization.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

#include "store/columns.h"
#include "store/roles.h"

namespace bearward::store {
namespace {

using model::AuthorizationResource;

constexpr const char* kBreak = "\n";

// Each id is made of the id of the assignment and the id of the membership, so it is unique.
const std::string kAssignToMembers =
    "INSERT INTO role_assignments (id, environment_id, organization_id, "
    "organization_membership_id, role, resource_id, group_role_assignment_id, group_id, "
    "created_at, updated_at) "
    "SELECT 'role_assignment_' || substr(g.id, 5) || '_' || substr(m.membership_id, 4), "
    "g.environment_id, g.organization_id, m.membership_id, g.role, g.resource_id, g.id, "
    "g.group_id, ?2, ?2 FROM group_role_assignments AS g JOIN group_members AS m "
    "ON m.group_id = g.group_id WHERE g.environment_id = ?1 ";

// IdsOf returns the ids of kDeepestResource resources; the last one is repeated.
std::array<std::string, model::kDeepestResource> IdsOf(std::span<const std::string> ids) {
  std::array<std::string, model::kDeepestResource> result;
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = ids[std::min(i, ids.size() - 1)];
  return result;
}

}  // namespace

const TableOf<model::ResourceType>& ResourceTypes() {
  static const TableOf<model::ResourceType> table(model::kResourceType);
  return table;
}

const TableOf<AuthorizationResource>& AuthorizationResources() {
  static const TableOf<AuthorizationResource> table(model::kAuthorizationResource);
  return table;
}

const TableOf<model::RoleAssignment>& RoleAssignments() {
  static const TableOf<model::RoleAssignment> table(model::kRoleAssignment);
  return table;
}

const TableOf<model::GroupRoleAssignment>& GroupRoleAssignments() {
  static const TableOf<model::GroupRoleAssignment> table(model::kGroupRoleAssignment);
  return table;
}

base::Result<std::optional<AuthorizationResource>> FindResourceByExternalId(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view type, std::string_view external_id) {
  return AuthorizationResources().FindWhere(
      tx,
      "environment_id = ?1 AND organization_id = ?2 AND resource_type_slug = ?3 "
      "AND external_id = ?4",
      {environment.text, organization.text, std::string(type), std::string(external_id)});
}

base::Result<std::vector<AuthorizationResource>> ListAncestry(
    ReadTx& tx, const AuthorizationResource& resource) {
  std::vector<AuthorizationResource> ancestry = {resource};
  while (ancestry.back().parent && ancestry.size() < model::kDeepestResource) {
    BW_TRY_ASSIGN(auto parent,
                  AuthorizationResources().Find(tx, resource.environment, *ancestry.back().parent));
    if (!parent) break;
    ancestry.push_back(*std::move(parent));
  }
  return ancestry;
}

base::Result<std::vector<AuthorizationResource>> ListChildren(ReadTx& tx,
                                                              const AuthorizationResource& parent,
                                                              std::int64_t limit) {
  return AuthorizationResources().ListWhere(
      tx,
      "environment_id = ?1 AND parent_resource_id = ?2 ORDER BY created_at, id "
      "LIMIT ?3",
      {parent.environment.text, parent.id, limit});
}

base::Result<bool> HasAssignments(ReadTx& tx, const AuthorizationResource& resource) {
  BW_TRY_ASSIGN(const Rows of_groups,
                tx.Execute("SELECT 1 FROM group_role_assignments WHERE resource_id = ?1 LIMIT 1",
                           {resource.id}));
  if (!of_groups.empty()) return true;
  BW_TRY_ASSIGN(const Rows of_members,
                tx.Execute("SELECT 1 FROM role_assignments WHERE resource_id = ?1 "
                           "AND environment_id = ?2 LIMIT 1",
                           {resource.id, resource.environment.text}));
  return !of_members.empty();
}

// Two queries joined by UNION ALL each use an index. A single query with OR would read all
// assignments of the member.
base::Result<std::vector<AssignedRole>> ListAssignedRoles(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view membership,
    const std::vector<std::string>& resources) {
  const auto ids = IdsOf(resources);
  return ReadAll<AssignedRole>(
      tx.Execute(
          "SELECT role, resource_id FROM role_assignments WHERE environment_id = ?1 "
          "AND organization_membership_id = ?2 AND resource_id IN (?3, ?4, ?5, ?6, ?7) "
          "UNION ALL SELECT role, '' FROM role_assignments WHERE environment_id = ?1 "
          "AND organization_membership_id = ?2 AND resource_id IS NULL",
          {environment.text, std::string(membership), ids[0], ids[1], ids[2], ids[3], ids[4]}),
      [](Columns& columns) {
        AssignedRole role{.role = columns.Text(), .resource = {}};
        role.resource = columns.Text();
        return role;
      });
}

base::Result<std::vector<model::RoleAssignment>> ListAssignments(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view membership) {
  return RoleAssignments().ListWhere(tx, "environment_id = ?1 AND organization_membership_id = ?2",
                                     {environment.text, std::string(membership)});
}

base::Result<std::vector<model::GroupRoleAssignment>> ListGroupAssignments(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view group) {
  return GroupRoleAssignments().ListWhere(
      tx, "environment_id = ?1 AND group_id = ?2 ORDER BY created_at, id",
      {environment.text, std::string(group)});
}

base::Result<std::int64_t> CountAssignments(ReadTx& tx, const model::EnvironmentId& environment,
                                            std::string_view membership) {
  return ReadInteger(
      tx.Execute("SELECT count(*) FROM role_assignments WHERE environment_id = ?1 "
                 "AND organization_membership_id = ?2 AND group_id IS NULL",
                 {environment.text, std::string(membership)}));
}

base::Result<std::int64_t> CountGroupAssignments(ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 std::string_view group) {
  return ReadInteger(
      tx.Execute("SELECT count(*) FROM group_role_assignments WHERE environment_id = ?1 "
                 "AND group_id = ?2",
                 {environment.text, std::string(group)}));
}

base::Result<std::optional<model::RoleAssignment>> FindAssignment(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view membership,
    std::string_view role, std::string_view resource) {
  return RoleAssignments().FindWhere(
      tx,
      "environment_id = ?1 AND organization_membership_id = ?2 AND role = ?3 "
      "AND coalesce(resource_id, '') = ?4 AND coalesce(group_role_assignment_id, '') = ''",
      {environment.text, std::string(membership), std::string(role), std::string(resource)});
}

base::Result<std::optional<model::GroupRoleAssignment>> FindGroupAssignment(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view group,
    std::string_view role, std::string_view resource) {
  return GroupRoleAssignments().FindWhere(
      tx, "environment_id = ?1 AND group_id = ?2 AND role = ?3 AND coalesce(resource_id, '') = ?4",
      {environment.text, std::string(group), std::string(role), std::string(resource)});
}

base::Status AssignToMembers(WriteTx& tx, const model::GroupRoleAssignment& assignment) {
  return Done(tx.Execute(
      kAssignToMembers + "AND g.id = ?3",
      {assignment.environment.text, base::ToMillis(assignment.created_at), assignment.id}));
}

base::Status AssignOfGroup(WriteTx& tx, const model::EnvironmentId& environment,
                           std::string_view group, std::string_view membership, base::Time now) {
  return Done(tx.Execute(
      kAssignToMembers + "AND g.group_id = ?3 AND m.membership_id = ?4",
      {environment.text, base::ToMillis(now), std::string(group), std::string(membership)}));
}

base::Result<bool> IsRoleOnResource(ReadTx& tx, const model::EnvironmentId& environment,
                                    const model::OrganizationId& organization,
                                    std::string_view role) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("SELECT id FROM role_assignments WHERE environment_id = ?1 "
                           "AND organization_id = ?2 AND role = ?3 "
                           "UNION ALL SELECT id FROM group_role_assignments "
                           "WHERE environment_id = ?1 AND organization_id = ?2 AND role = ?3 "
                           "LIMIT 1",
                           {environment.text, organization.text, std::string(role)}));
  return !rows.empty();
}

base::Result<std::vector<model::Role>> ListUsableRoles(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& organization) {
  BW_TRY_ASSIGN(auto roles, Roles().ListWhere(tx, "environment_id = ?1", {environment.text}));
  BW_TRY_ASSIGN(auto own,
                OrganizationRoles().ListWhere(tx, "environment_id = ?1 AND organization_id = ?2",
                                              {environment.text, organization.text}));
  // A role of the environment takes precedence over one of the organization with the same slug, as
  // in FindRole.
  std::erase_if(own, [&roles](const model::Role& role) {
    return std::ranges::find(roles, role.slug, &model::Role::slug) != roles.end();
  });
  std::ranges::move(own, std::back_inserter(roles));
  return roles;
}

std::string SlugList(const std::vector<std::string>& slugs) {
  std::string list;
  for (const std::string& slug : slugs) list += kBreak + slug + kBreak;
  return list;
}

// A SlugList has a line break before and after each slug, so it contains a slug if removing the
// slug changes the list. SQLite and PostgreSQL have no common function that searches a text in
// another one.
Condition HasRoleOn(const AuthorizationResource& resource, std::string_view roles) {
  const std::string list(roles);
  return {
      "status = 'active' AND organization_id = ? AND id IN (SELECT organization_membership_id "
      "FROM role_assignments WHERE resource_id = ? AND environment_id = ? "
      "AND replace(?, '\n' || role || '\n', '') <> ?)",
      {resource.organization.text, resource.id, resource.environment.text, list, list}};
}

Condition HasRoleAbove(const std::vector<AuthorizationResource>& ancestry, std::string_view roles) {
  const std::string& environment = ancestry.front().environment.text;
  const std::string& organization = ancestry.front().organization.text;
  const std::string list(roles);
  Condition condition = {
      "status = 'active' AND organization_id = ? AND (id IN (SELECT organization_membership_id "
      "FROM role_assignments WHERE environment_id = ? AND organization_id = ? "
      "AND resource_id IS NULL AND replace(?, '\n' || role || '\n', '') <> ?) "
      "OR EXISTS (SELECT 1 FROM roles WHERE roles.environment_id = ? "
      "AND replace(?, '\n' || slug || '\n', '') <> ? "
      "AND replace('\n' || memberships.roles || '\n', '\n' || slug || '\n', '') "
      "<> '\n' || memberships.roles || '\n') "
      "OR EXISTS (SELECT 1 FROM organization_roles AS own WHERE own.environment_id = ? "
      "AND own.organization_id = ? AND replace(?, '\n' || slug || '\n', '') <> ? "
      "AND replace('\n' || memberships.roles || '\n', '\n' || slug || '\n', '') "
      "<> '\n' || memberships.roles || '\n') "
      "OR id IN (SELECT organization_membership_id FROM role_assignments "
      "WHERE environment_id = ? AND replace(?, '\n' || role || '\n', '') <> ? "
      "AND resource_id IN (?, ?, ?, ?, ?)))",
      {organization, environment, organization, list, list,  // by a group assignment
       environment, list, list,                              // a role of the environment
       environment, organization, list, list,                // a role of the organization
       environment, list, list}};                            // on the resource or above
  std::vector<std::string> ids;
  for (const AuthorizationResource& resource : ancestry) ids.push_back(resource.id);
  for (const std::string& id : IdsOf(ids)) condition.values.push_back(id);
  return condition;
}

Condition BelowResource(const AuthorizationResource& parent) {
  if (parent.IsOrganization()) {
    return {"organization_id = ? AND parent_resource_id IS NULL", {parent.organization.text}};
  }
  return {"parent_resource_id = ?", {parent.id}};
}

Condition WithRoleOf(const model::EnvironmentId& environment, std::string_view membership,
                     std::string_view roles) {
  const std::string list(roles);
  return {
      "id IN (SELECT resource_id FROM role_assignments WHERE environment_id = ? "
      "AND organization_membership_id = ? AND replace(?, '\n' || role || '\n', '') <> ?)",
      {environment.text, std::string(membership), list, list}};
}

Condition OfType(std::string_view type) { return {"resource_type_slug = ?", {std::string(type)}}; }

Condition NoRow() { return {"1 = 0"}; }

Condition HasSlugIn(std::string_view slugs) {
  const std::string list(slugs);
  return {"replace(?, '\n' || slug || '\n', '') <> ?", {list, list}};
}

}  // namespace bearward::store
