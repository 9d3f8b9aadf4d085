#include "model/feature_flag.h"
#include "provision/new_rows.h"
#include "store/feature_flags.h"

namespace bearward::provision {
namespace {

constexpr std::string_view kKind = "feature flag";

// Describe assigns the entry to the flag, and returns whether that is a change.
bool Describe(const FeatureFlagEntry& entry, model::FeatureFlag& flag, EntryMemory& memory) {
  bool changed = memory.Assign(flag.name, entry.name, "name");
  std::string description = flag.description.value_or("");
  if (memory.Assign(description, entry.description, "description")) {
    flag.description = description;
    changed = true;
  }
  changed |= memory.Assign(flag.tags, entry.tags, "tags");
  changed |= memory.Assign(flag.enabled, entry.enabled, "enabled");
  changed |= memory.Assign(flag.default_value, entry.default_value, "default_value");
  return changed;
}

base::Status ApplyFlag(Applying& applying, const FeatureFlagEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, kKind, environment.id, entry.slug));
  BW_TRY_ASSIGN(const auto found,
                store::FeatureFlags().FindBy(applying.tx, environment.id, "slug", entry.slug));
  model::FeatureFlag flag = found.value_or(model::FeatureFlag());
  if (!found) {
    flag.id = NewIdOf(applying, "flag");
    flag.environment = environment.id;
    flag.slug = entry.slug;
    flag.name = entry.slug;
    flag.created_at = applying.now;
  }
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, kKind, entry.slug, !found));
  const bool changed = Describe(entry, flag, memory);
  Change change{.verb = VerbOf(!found),
                .kind = std::string(kKind),
                .environment = environment.name,
                .name = entry.slug,
                .id = flag.id};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (found && !changed) return {};
  flag.updated_at = applying.now;
  BW_TRY(found ? store::FeatureFlags().Update(applying.tx, flag)
               : store::FeatureFlags().Insert(applying.tx, flag));
  BW_TRY(Append(applying, found ? model::EventType::kFlagUpdated : model::EventType::kFlagCreated,
                environment.id, std::nullopt, flag.id,
                model::Changes::Of(model::kFeatureFlag, found ? &*found : nullptr, &flag)));
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyFeatureFlags(Applying& applying) {
  for (const FeatureFlagEntry& entry : applying.world.feature_flags) {
    BW_TRY(ApplyFlag(applying, entry));
  }
  return {};
}

}  // namespace bearward::provision
