#include "provision/applying.h"
#include "store/roles.h"

namespace bearward::provision {
namespace {

base::Status ApplyRole(Applying& applying, const RoleEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, "role", environment.id, entry.slug));
  BW_TRY_ASSIGN(const auto found, store::FindRole(applying.tx, environment.id, entry.slug));
  model::Role role = found.value_or(model::Role{
      .environment = environment.id, .slug = entry.slug, .name = entry.slug, .permissions = {}});
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
  BW_TRY(store::PutRole(applying.tx, role));
  BW_TRY(Append(applying, found ? model::EventType::kRoleUpdated : model::EventType::kRoleCreated,
                environment.id, std::nullopt, role.slug,
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
