#include "model/access_profile.h"
#include "provision/applying.h"
#include "store/applications.h"

namespace bearward::provision {
namespace {

base::Status ApplyAccessProfile(Applying& applying, const AccessProfileEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, "access profile", environment.id, entry.name));
  BW_TRY_ASSIGN(const auto found,
                store::FindDescribedAccessProfile(applying.tx, environment.id, entry.name));
  model::AccessProfile profile = found.value_or(
      model::AccessProfile{.name = entry.name, .grants = {}, .created_at = applying.now});
  BW_TRY_ASSIGN(auto memory,
                MemoryOf(applying, environment, "access profile", profile.name, !found));
  const bool changed = memory.Assign(profile.grants, entry.allows, "allows");
  Change change{.verb = VerbOf(!found),
                .kind = "access profile",
                .environment = environment.name,
                .name = profile.name,
                .id = profile.name};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (found && !changed) return {};
  profile.updated_at = applying.now;
  BW_TRY(store::PutAccessProfile(applying.tx, environment.id, profile));
  BW_TRY(Append(
      applying,
      found ? model::EventType::kAccessProfileUpdated : model::EventType::kAccessProfileCreated,
      environment.id, std::nullopt, profile.name,
      found ? model::Changes::Between(*found, profile) : model::Changes::Created(profile)));
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyAccessProfiles(Applying& applying) {
  for (const AccessProfileEntry& entry : applying.world.access_profiles) {
    BW_TRY(ApplyAccessProfile(applying, entry));
  }
  return {};
}

}  // namespace bearward::provision
