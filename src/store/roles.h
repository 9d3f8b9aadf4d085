// Tables of roles and permissions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/role.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// Roles, OrganizationRoles and Permissions return the tables.
const TableOf<model::Role>& Roles();
const TableOf<model::Role>& OrganizationRoles();
const TableOf<model::Permission>& Permissions();

// FindRole returns the role with this slug in an organization: the role of the environment, else
// the role of the organization; nullopt if neither exists. Without an organization it finds only
// roles of the environment.
base::Result<std::optional<model::Role>> FindRole(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  std::string_view slug,
                                                  const model::OrganizationId& organization = {});
// FindRoles returns the roles with these slugs in an organization, by slug, as FindRole does. A
// slug without a role is omitted. It runs two statements for every kLongestPage slugs.
base::Result<std::map<std::string, model::Role>> FindRoles(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    const std::set<std::string>& slugs);
// NextRolePriority returns the priority of a new role of the environment, or of the organization if
// the role has one: one more than the highest number of the others except the default role, so that
// the new role comes after them.
base::Result<std::int64_t> NextRolePriority(ReadTx& tx, const model::Role& role);
// FindRoleWith returns any role of this table that contains a permission; nullopt if there is none.
base::Result<std::optional<model::Role>> FindRoleWith(ReadTx& tx, const TableOf<model::Role>& table,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view permission);
// IsRoleAssigned says whether a membership in the organization has the role.
base::Result<bool> IsRoleAssigned(ReadTx& tx, const model::EnvironmentId& environment,
                                  const model::OrganizationId& organization, std::string_view slug);

// IsRoleNamed says whether anything in the environment has a role of the environment or will get
// it: a membership, an assignment of a member or a group on a resource, an invitation that is
// pending at `now`, or an object that is visible to this role.
base::Result<bool> IsRoleNamed(ReadTx& tx, const model::EnvironmentId& environment,
                               std::string_view slug, base::Time now);

}  // namespace bearward::store
