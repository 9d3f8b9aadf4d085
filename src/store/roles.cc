#include "store/roles.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {
namespace {

// LineOf returns a word between two line breaks, as it occurs in a list with a line break before
// and after it.
std::string LineOf(std::string_view word) { return "\n" + std::string(word) + "\n"; }

}  // namespace

const TableOf<model::Role>& Roles() {
  static const TableOf<model::Role> table(model::kRole);
  return table;
}

const TableOf<model::Role>& OrganizationRoles() {
  static const TableOf<model::Role> table(model::kOrganizationRole);
  return table;
}

const TableOf<model::Permission>& Permissions() {
  static const TableOf<model::Permission> table(model::kPermissionRecord);
  return table;
}

base::Result<std::optional<model::Role>> FindRole(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  std::string_view slug,
                                                  const model::OrganizationId& organization) {
  auto found = Roles().FindWhere(tx, "environment_id = ?1 AND slug = ?2",
                                 {environment.text, std::string(slug)});
  if (!found || *found || organization.text.empty() ||
      !slug.starts_with(model::kOrganizationRolePrefix)) {
    return found;
  }
  return OrganizationRoles().FindWhere(tx,
                                       "environment_id = ?1 AND organization_id = ?2 AND slug = ?3",
                                       {environment.text, organization.text, std::string(slug)});
}

base::Result<std::map<std::string, model::Role>> FindRoles(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    const std::set<std::string>& slugs) {
  std::map<std::string, model::Role> found;
  PageQuery query;
  query.environment = environment;
  query.limit = kLongestPage;
  for (auto next = slugs.begin(); next != slugs.end();) {
    std::vector<std::string> some;
    while (next != slugs.end() && some.size() < static_cast<std::size_t>(kLongestPage)) {
      some.push_back(*next++);
    }
    std::vector<model::Role> rows;
    query.filters = {{Roles().record().Find("slug"), some}};
    BW_TRY(Roles().List(tx, query, rows));
    PageQuery within = query;
    within.organization = organization;
    within.filters = {{OrganizationRoles().record().Find("slug"), some}};
    BW_TRY(OrganizationRoles().List(tx, within, rows));
    // The roles of the environment come first, and emplace keeps the first role of a slug.
    for (model::Role& role : rows) found.emplace(role.slug, std::move(role));
  }
  return found;
}

base::Result<std::int64_t> NextRolePriority(ReadTx& tx, const model::Role& role) {
  if (role.organization.text.empty()) {
    return ReadInteger(
        tx.Execute("SELECT coalesce(max(priority), 0) + 1 FROM roles "
                   "WHERE environment_id = ?1 AND priority < ?2",
                   {role.environment.text, model::kDefaultPriority}));
  }
  return ReadInteger(
      tx.Execute("SELECT coalesce(max(priority), 0) + 1 FROM organization_roles "
                 "WHERE environment_id = ?1 AND organization_id = ?2",
                 {role.environment.text, role.organization.text}));
}

base::Result<std::optional<model::Role>> FindRoleWith(ReadTx& tx, const TableOf<model::Role>& table,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view permission) {
  return table.FindWhere(tx,
                         "environment_id = ?1 AND replace(?2 || permissions || ?2, ?3, '') <> "
                         "?2 || permissions || ?2 LIMIT 1",
                         {environment.text, std::string("\n"), LineOf(permission)});
}

base::Result<bool> IsRoleAssigned(ReadTx& tx, const model::EnvironmentId& environment,
                                  const model::OrganizationId& organization,
                                  std::string_view slug) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("SELECT id FROM memberships WHERE environment_id = ?1 "
                           "AND organization_id = ?2 AND replace(?3 || roles || ?3, ?4, '') <> "
                           "?3 || roles || ?3 LIMIT 1",
                           {environment.text, organization.text, std::string("\n"), LineOf(slug)}));
  return !rows.empty();
}

// A role of the environment is deleted rarely, so no index serves this search.
base::Result<bool> IsRoleNamed(ReadTx& tx, const model::EnvironmentId& environment,
                               std::string_view slug, base::Time now) {
  BW_TRY_ASSIGN(
      const Rows rows,
      tx.Execute(
          "SELECT id FROM memberships WHERE environment_id = ?1 "
          "AND replace(?2 || roles || ?2, ?3, '') <> ?2 || roles || ?2 "
          "UNION ALL SELECT id FROM objects WHERE environment_id = ?1 "
          "AND replace(?2 || roles || ?2, ?3, '') <> ?2 || roles || ?2 "
          "UNION ALL SELECT id FROM role_assignments WHERE environment_id = ?1 AND role = ?4 "
          "UNION ALL SELECT id FROM group_role_assignments WHERE environment_id = ?1 AND role = ?4 "
          "UNION ALL SELECT id FROM invitations WHERE environment_id = ?1 AND role_slug = ?4 "
          "AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?5 LIMIT 1",
          {environment.text, std::string("\n"), LineOf(slug), std::string(slug),
           base::ToMillis(now)}));
  return !rows.empty();
}

}  // namespace bearward::store
