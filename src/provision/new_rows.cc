#include "provision/new_rows.h"

#include "base/id.h"
#include "model/role.h"
#include "store/roles.h"

namespace bearward::provision {

std::string NewIdOf(Applying& applying, std::string_view prefix) {
  return std::string(prefix) + "_" + base::NewUlid(applying.now, applying.entropy);
}

base::Status InsertAccessDefaults(Applying& applying, const model::EnvironmentId& environment) {
  model::Role member;
  member.id = NewIdOf(applying, "role");
  member.environment = environment;
  member.slug = model::kDefaultRole;
  member.name = "Member";
  member.priority = model::kDefaultPriority;
  member.created_at = member.updated_at = applying.now;
  BW_TRY(store::Roles().Insert(applying.tx, member));
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
