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

// FindRole returns the role that this slug means in an organization: that of the environment, else
// that of the organization; nullopt if neither exists. Without an organization it finds only roles
// of the environment.
base::Result<std::optional<model::Role>> FindRole(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  std::string_view slug,
                                                  const model::OrganizationId& organization = {});
// FindRoles returns the roles that these slugs mean in an organization, by slug, as FindRole does.
// A slug that means no role is left out. The number of statements depends on the number of slugs
// only in steps of kLongestPage.
base::Result<std::map<std::string, model::Role>> FindRoles(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    const std::set<std::string>& slugs);
// NextRolePriority returns the number below all roles except the default one: of the environment,
// or of the organization if the role has one.
base::Result<std::int64_t> NextRolePriority(ReadTx& tx, const model::Role& role);
// FindRoleWith returns a role of this table that contains a permission, if there is one.
base::Result<std::optional<model::Role>> FindRoleWith(ReadTx& tx, const TableOf<model::Role>& table,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view permission);
// IsRoleAssigned says whether a member of the organization has the role.
base::Result<bool> IsRoleAssigned(ReadTx& tx, const model::EnvironmentId& environment,
                                  const model::OrganizationId& organization, std::string_view slug);

}  // namespace bearward::store
