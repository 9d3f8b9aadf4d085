#include <algorithm>
#include <ranges>

#include "model/environment_fields.h"
#include "provision/assign_cell.h"
#include "provision/new_rows.h"
#include "sessions/sessions.h"
#include "store/environments.h"

namespace bearward::provision {
namespace {

constexpr std::string_view kFirstEnvironment = "production";
constexpr std::string_view kKind = "environment";

Change Named(const model::Environment& environment) {
  return {.kind = std::string(kKind),
          .environment = environment.name,
          .name = environment.name,
          .id = model::ClientIdOf(environment.id)};
}

// Describe assigns the entry to the row, and returns whether that is a change.
bool Describe(const RowEntry& entry, EntryMemory& memory, model::Environment& environment) {
  bool changed = false;
  for (const model::Field& field : model::kEnvironmentFields) {
    const auto value = entry.values.find(field.name);
    if (value == entry.values.end()) continue;
    changed |= AssignCell(field, value->second, field.name, memory, &environment);
  }
  return changed;
}

base::Status Create(Applying& applying, const RowEntry& entry, std::int64_t position) {
  model::Environment environment;
  environment.id = model::NewId<model::EnvironmentId>("env", applying.now, applying.entropy);
  environment.name = entry.name;
  environment.position = position;
  environment.created_at = applying.now;
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, kKind, environment.id.text, true));
  Describe(entry, memory, environment);
  BW_TRY(store::InsertEnvironment(applying.tx, environment));
  BW_TRY(InsertAccessDefaults(applying, environment.id));
  BW_TRY(memory.Save(applying.tx));
  BW_TRY(DescribeOnce(applying, entry.where, "environment", environment.id, environment.id.text));
  BW_TRY(Append(applying, model::EventType::kEnvironmentCreated, environment.id, std::nullopt,
                environment.id.text, model::Changes::Created(environment)));
  Record(applying, {.verb = Change::Verb::kCreated,
                    .kind = "environment",
                    .environment = environment.name,
                    .name = environment.name,
                    .id = model::ClientIdOf(environment.id)});
  return {};
}

base::Status Update(Applying& applying, const model::Environment& before,
                    const model::Environment& environment) {
  BW_TRY(store::UpdateEnvironment(applying.tx, environment));
  BW_TRY(Append(applying, model::EventType::kEnvironmentUpdated, environment.id, std::nullopt,
                environment.id.text, model::Changes::Between(before, environment)));
  Record(applying, {.verb = Change::Verb::kUpdated,
                    .kind = "environment",
                    .environment = environment.name,
                    .name = environment.name,
                    .id = model::ClientIdOf(environment.id)});
  return {};
}

base::Status ApplyEntry(Applying& applying, const RowEntry& entry, std::int64_t position) {
  BW_TRY_ASSIGN(auto found, store::FindEnvironmentByName(applying.tx, entry.name));
  if (!found) return Create(applying, entry, position);
  BW_TRY(DescribeOnce(applying, entry.where, "environment", found->id, found->id.text));
  const model::Environment before = *found;
  bool changed = Assign(found->position, position);
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, *found, kKind, found->id.text, false));
  changed |= Describe(entry, memory, *found);
  BW_TRY(SaveMemory(applying, memory, entry.where, Named(*found)));
  if (changed) BW_TRY(Update(applying, before, *found));
  if (!before.enabled || found->enabled) return {};
  return sessions::EndAllIn(applying.tx, found->id, std::nullopt, applying.now);
}

bool IsDescribed(const ProvisioningFile& world, const model::Environment& environment) {
  return std::ranges::find(world.environments, environment.name, &RowEntry::name) !=
         world.environments.end();
}

}  // namespace

base::Status ApplyEnvironments(Applying& applying) {
  const ProvisioningFile& world = applying.world;
  BW_TRY_ASSIGN(auto stored, store::ListEnvironments(applying.tx));
  if (world.environments.empty()) {
    if (!stored.empty()) return {};
    RowEntry first;
    first.name = kFirstEnvironment;
    return Create(applying, first, 0);
  }
  std::int64_t position = 0;
  for (const RowEntry& entry : world.environments) {
    BW_TRY(ApplyEntry(applying, entry, position++));
  }
  // Environments that are not in the file keep their order after those that are.
  for (model::Environment& environment : stored) {
    if (IsDescribed(world, environment)) continue;
    const model::Environment before = environment;
    if (Assign(environment.position, position++)) BW_TRY(Update(applying, before, environment));
  }
  return {};
}

}  // namespace bearward::provision
