#include "model/permission.h"
#include "model/role.h"
#include "provision/new_rows.h"
#include "store/roles.h"

namespace bearward::provision {
namespace {

// AddPermissions creates the permissions of the role that do not exist, each with its slug as name.
// A permission that the API deleted stays deleted.
base::Status AddPermissions(Applying& applying, const model::Environment& environment,
                            const RoleEntry& entry) {
  for (const std::string& slug : entry.permissions.value_or(std::vector<std::string>())) {
    BW_TRY_ASSIGN(const auto found,
                  store::Permissions().FindBy(applying.tx, environment.id, "slug", slug));
    if (found) continue;
    BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, "permission", slug, false));
    if (memory.known()) continue;
    memory.Note("slug", slug);
    BW_TRY(memory.Save(applying.tx));
    model::Permission permission;
    permission.id = NewIdOf(applying, "perm");
    permission.environment = environment.id;
    permission.slug = slug;
    permission.name = slug;
    permission.created_at = permission.updated_at = applying.now;
    BW_TRY(store::Permissions().Insert(applying.tx, permission));
    BW_TRY(Append(applying, model::EventType::kPermissionCreated, environment.id, std::nullopt,
                  permission.id, model::Changes::Created(permission)));
  }
  return {};
}

base::Result<model::Role> NewRole(Applying& applying, const model::Environment& environment,
                                  const std::string& slug) {
  model::Role role;
  role.id = NewIdOf(applying, "role");
  role.environment = environment.id;
  role.slug = slug;
  role.name = slug;
  role.created_at = applying.now;
  BW_TRY_ASSIGN(role.priority, store::NextRolePriority(applying.tx, role));
  return role;
}

base::Status ApplyRole(Applying& applying, const RoleEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, "role", environment.id, entry.slug));
  BW_TRY_ASSIGN(const auto found, store::FindRole(applying.tx, environment.id, entry.slug));
  BW_TRY(AddPermissions(applying, environment, entry));
  model::Role role;
  if (found) {
    role = *found;
  } else {
    BW_TRY_ASSIGN(role, NewRole(applying, environment, entry.slug));
  }
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, "role", role.slug, !found));
  bool changed = memory.Assign(role.name, entry.name, "name");
  changed |= memory.Assign(role.permissions, entry.permissions, "permissions");
  Change change{.verb = VerbOf(!found),
                .kind = "role",
                .environment = environment.name,
                .name = role.slug,
                .id = role.slug};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (found && !changed) return {};
  role.updated_at = applying.now;
  BW_TRY(found ? store::Roles().Update(applying.tx, role)
               : store::Roles().Insert(applying.tx, role));
  BW_TRY(Append(applying, found ? model::EventType::kRoleUpdated : model::EventType::kRoleCreated,
                environment.id, std::nullopt, role.id,
                found ? model::Changes::Between(*found, role) : model::Changes::Created(role)));
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyRoles(Applying& applying) {
  for (const RoleEntry& entry : applying.world.roles) BW_TRY(ApplyRole(applying, entry));
  return {};
}

}  // namespace bearward::provision
