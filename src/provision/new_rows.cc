#include "provision/new_rows.h"

#include <cstdint>

#include "base/id.h"
#include "model/built_in_role.h"
#include "model/role.h"
#include "store/roles.h"

namespace bearward::provision {

std::string NewIdOf(Applying& applying, std::string_view prefix) {
  return std::string(prefix) + "_" + base::NewUlid(applying.now, applying.entropy);
}

base::Status InsertAccessDefaults(Applying& applying, const model::EnvironmentId& environment) {
  const auto role_of = [&](std::string_view slug, std::string_view name, std::int64_t priority) {
    model::Role role;
    role.id = NewIdOf(applying, "role");
    role.environment = environment;
    role.slug = slug;
    role.name = name;
    role.priority = priority;
    role.created_at = role.updated_at = applying.now;
    return role;
  };
  BW_TRY(store::Roles().Insert(applying.tx,
                               role_of(model::kDefaultRole, "Member", model::kDefaultPriority)));
  std::int64_t priority = 0;
  for (const model::BuiltInRole& one : model::kBuiltInRoles) {
    model::Role role = role_of(one.slug, one.name, ++priority);
    role.description = one.description;
    role.permissions.assign(one.permissions.begin(), one.permissions.end());
    BW_TRY(store::Roles().Insert(applying.tx, role));
  }
  for (const model::SystemPermission& one : model::kSystemPermissions) {
    model::Permission permission;
    permission.id = NewIdOf(applying, "perm");
    permission.environment = environment;
    permission.slug = one.slug;
    permission.name = one.name;
    permission.system = true;
    permission.created_at = permission.updated_at = applying.now;
    BW_TRY(store::Permissions().Insert(applying.tx, permission));
  }
  return {};
}

}  // namespace bearward::provision
