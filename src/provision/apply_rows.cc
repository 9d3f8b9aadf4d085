#include <algorithm>
#include <utility>

#include "model/policy_record.h"
#include "model/resource_type.h"
#include "provision/applying.h"
#include "provision/assign_cell.h"
#include "provision/new_rows.h"
#include "provision/row_sections.h"
#include "store/authorization.h"
#include "store/table.h"

namespace bearward::provision {
namespace {

using model::Cell;
using model::Field;

// kOrganizationKey is the key of an entry that refers to an organization, and its field in
// EntryMemory.
constexpr std::string_view kOrganizationKey = "organization";

// CheckAsks refuses a new policy without requirements, because every valid credential passes it,
// unless the entry states explicitly that this is intended.
base::Status CheckAsks(Applying& /*applying*/, const RowEntry& entry, const void* /*row*/) {
  const bool asks = !entry.organization.empty() || entry.values.contains("credentials") ||
                    entry.values.contains("permissions") || entry.values.contains("audience");
  if (asks) return {};
  return base::Fail(
      Mistake(entry.where, "the policy " + Quoted(entry.name) +
                               " has no requirement. Give `permissions`, `credentials`, "
                               "`organization` or `audience`; `permissions = []` lets every live "
                               "credential pass."));
}

// CheckDepth requires that the parent exists and that the new type is at most at level
// kDeepestResource below the organization. A parent comes before its children in the file.
base::Status CheckDepth(Applying& applying, const RowEntry& entry, const void* row) {
  const auto& type = *static_cast<const model::ResourceType*>(row);
  std::string parent = type.parent;
  for (std::size_t level = 1; parent != model::kOrganizationType; ++level) {
    if (level == model::kDeepestResource) {
      return base::Fail(Mistake(entry.where, "the resource type " + Quoted(entry.name) +
                                                 " would be more than 5 levels below "
                                                 "`organization`. Choose a higher parent"));
    }
    BW_TRY_ASSIGN(const auto above,
                  store::ResourceTypes().FindBy(applying.tx, type.environment, "slug", parent));
    if (!above) {
      return base::Fail(Mistake(entry.where, "the resource type " + Quoted(entry.name) +
                                                 " has the unknown parent " + Quoted(parent) +
                                                 ". Write the entry of the parent before it"));
    }
    parent = above->parent;
  }
  return {};
}

// Rules are what the rows of a section need besides their description. `check_new` accepts a new
// row. With `stays_deleted`, a row that the API deleted is not created again while its entry is
// unchanged. Without it, the row is created again.
struct Rules {
  const model::Record& record;
  model::EventType created;
  model::EventType updated;
  base::Status (*check_new)(Applying& applying, const RowEntry& entry, const void* row) = nullptr;
  bool stays_deleted = false;
};

using enum model::EventType;
constexpr Rules kRules[] = {
    {model::kPolicy, kPolicyCreated, kPolicyUpdated, &CheckAsks, true},
    {model::kFeatureFlag, kFlagCreated, kFlagUpdated},
    {model::kResourceType, kResourceTypeCreated, kResourceTypeUpdated, &CheckDepth},
};

const Rules& RulesOf(const model::Record& record) {
  return *std::ranges::find(kRules, &record, [](const Rules& rules) { return &rules.record; });
}

// Row is one entry with the row that it describes. `before` is the stored row, if there is one.
struct Row {
  const RowSection& section;
  const Rules& rules;
  const RowEntry& entry;
  const model::Environment& environment;
  model::AnyRow before;
  model::AnyRow now;

  model::EntityRef entity() const { return section.record.entity(now.get()); }
};

base::Status CheckConstant(const Row& row, const Field& field, const Cell& cell) {
  if (row.before == nullptr || field.get(row.before.get()) == cell) return {};
  const auto present = std::get<std::string>(field.get(row.before.get()));
  return base::Fail(Mistake(row.entry.where, "the " + std::string(field.name) + " of the " +
                                                 std::string(row.section.kind) + " " +
                                                 Quoted(row.entry.name) + " is " + Quoted(present) +
                                                 " and cannot be changed. Use a new " +
                                                 std::string(row.section.record.AddressName())));
}

// Describe assigns the entry to the row, and returns whether that is a change.
base::Result<bool> Describe(Applying& applying, Row& row, EntryMemory& memory) {
  bool changed = false;
  for (const Field& field : row.section.record.fields) {
    const auto value = row.entry.values.find(field.name);
    if (value == row.entry.values.end()) continue;
    if (field.Is(model::kConstant)) {
      BW_TRY(CheckConstant(row, field, value->second));
      continue;
    }
    changed |= AssignCell(field, value->second, field.name, memory, row.now.get());
  }
  if (row.entry.organization.empty()) return changed;
  BW_TRY_ASSIGN(const auto organization,
                OrganizationOf(applying, row.entry.where, row.environment, row.entry.organization));
  const Field& field = *row.section.record.Find(model::kOrganizationField);
  changed |= AssignCell(field, organization.id.text, kOrganizationKey, memory, row.now.get());
  return changed;
}

Change ChangeOf(const Row& row, Change::Verb verb) {
  return {.verb = verb,
          .kind = std::string(row.section.kind),
          .environment = row.environment.name,
          .name = row.entry.name,
          .id = row.entity().id};
}

// StaysDeleted returns whether the API deleted the row and the entry is unchanged since. If the
// entry has changed, the row is created again.
base::Result<bool> StaysDeleted(Applying& applying, Row row) {
  BW_TRY_ASSIGN(auto memory,
                MemoryOf(applying, row.environment, row.section.kind, row.entry.name, false));
  if (!memory.known()) return false;
  BW_TRY(Describe(applying, row, memory));
  if (memory.news() > 0) return false;
  Change kept = ChangeOf(row, Change::Verb::kKept);
  kept.note = PlaceOf(row.entry.where) + ": the " + kept.kind +
              " was deleted through the API. Remove it from the file, or make it again through the "
              "API.";
  Record(applying, std::move(kept));
  return true;
}

// Find returns a copy of the stored row of an entry, or nullptr.
base::Result<model::AnyRow> Find(Applying& applying, const store::Table& table,
                                 const model::Environment& environment, const RowEntry& entry) {
  const model::Record& record = table.record();
  model::AnyRow row = record.make();
  const Field* const address = record.Find(record.AddressName());
  BW_TRY_ASSIGN(const bool found,
                address == nullptr
                    ? table.Find(applying.tx, environment.id, entry.name, row.get())
                    : table.FindBy(applying.tx, environment.id, *address, entry.name, row.get()));
  return found ? row : nullptr;
}

// Save writes a new or changed row with its event.
base::Status Save(Applying& applying, const store::Table& table, Row& row) {
  const model::EntityRef entity = row.entity();
  entity.updated_at = applying.now;
  const bool is_new = row.before == nullptr;
  BW_TRY(is_new ? table.Insert(applying.tx, row.now.get())
                : table.Update(applying.tx, row.now.get()));
  std::optional<model::OrganizationId> organization;
  if (row.section.HasOrganization()) {
    const Cell cell = table.record().Find(model::kOrganizationField)->get(row.now.get());
    const auto* text = std::get_if<std::string>(&cell);
    if (text != nullptr) organization = model::OrganizationId{*text};
  }
  BW_TRY(Append(applying, is_new ? row.rules.created : row.rules.updated, row.environment.id,
                organization, entity.id,
                model::Changes::Of(table.record(), row.before.get(), row.now.get())));
  Record(applying, ChangeOf(row, VerbOf(is_new)));
  return {};
}

// StartRow sets the environment, the id and the creation time of a new row, and checks the row.
base::Status StartRow(Applying& applying, Row& row) {
  const model::EntityRef entity = row.entity();
  const model::Record& record = row.section.record;
  entity.environment = row.environment.id;
  if (record.MakesIds()) entity.id = NewIdOf(applying, record.id_prefix);
  entity.created_at = applying.now;
  return row.rules.check_new == nullptr ? base::Status()
                                        : row.rules.check_new(applying, row.entry, row.now.get());
}

base::Status ApplyRow(Applying& applying, const RowSection& section, const store::Table& table,
                      const RowEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, section.kind, environment.id, entry.name));
  const model::Record& record = section.record;
  BW_TRY_ASSIGN(const model::AnyRow before, Find(applying, table, environment, entry));
  Row row{section, RulesOf(record), entry, environment, before, nullptr};
  if (before != nullptr) {
    row.now = record.copy(before.get());
  } else {
    BW_TRY_ASSIGN(row.now, NewRowOf(section, entry));
    BW_TRY_ASSIGN(const bool stays, row.rules.stays_deleted ? StaysDeleted(applying, row) : false);
    if (stays) return {};
    BW_TRY(StartRow(applying, row));
  }
  BW_TRY_ASSIGN(auto memory,
                MemoryOf(applying, environment, section.kind, entry.name, before == nullptr));
  BW_TRY_ASSIGN(const bool changed, Describe(applying, row, memory));
  BW_TRY(SaveMemory(applying, memory, entry.where, ChangeOf(row, VerbOf(before == nullptr))));
  if (before != nullptr && !changed) return {};
  return Save(applying, table, row);
}

}  // namespace

base::Status ApplyRows(Applying& applying) {
  for (const RowSection& section : kRowSections) {
    const auto& entries = applying.world.*section.entries;
    if (entries.empty()) continue;
    const store::Table table(section.record);
    for (const RowEntry& entry : entries) BW_TRY(ApplyRow(applying, section, table, entry));
  }
  return {};
}

}  // namespace bearward::provision
