#include "model/snapshot.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/time.h"
#include "json/writer.h"
#include "model/cell_json.h"

namespace bearward::model {
namespace {

constexpr std::string_view kCreatedAt = "created_at";
constexpr std::string_view kUpdatedAt = "updated_at";

bool IsIncluded(const Field& field) {
  return field.Is(kStored) && !field.Is(kUnaudited) && (field.Is(kShown) || field.Is(kAudited));
}

std::optional<base::Time> TimeIn(const json::Value& snapshot, std::string_view name) {
  const json::Value* const value = snapshot.Find(name);
  const std::string* const text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::nullopt : base::ParseIso(*text);
}

}  // namespace

std::string SnapshotOf(const Record& record, const void* row) {
  const EntityRef entity = record.EntityOf(row);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key(record.key).String(entity.id);
  for (const Field& field : record.fields) {
    const Cell cell = IsIncluded(field) ? field.get(row) : Cell();
    if (!std::holds_alternative<std::monostate>(cell)) {
      WriteCell(writer.Key(field.name), field.kind, cell);
    }
  }
  writer.Key(kCreatedAt).String(base::FormatIsoMillis(entity.created_at));
  writer.Key(kUpdatedAt).String(base::FormatIsoMillis(entity.updated_at)).EndObject();
  return text;
}

bool ReadSnapshot(const json::Value& snapshot, const Record& record, void* row) {
  const json::Value* const key = snapshot.Find(record.key);
  const auto created_at = TimeIn(snapshot, kCreatedAt);
  const auto updated_at = TimeIn(snapshot, kUpdatedAt);
  if (key == nullptr || !key->IsString() || !created_at || !updated_at) return false;
  const EntityRef entity = record.entity(row);
  entity.id = *key->AsString();
  entity.created_at = *created_at;
  entity.updated_at = *updated_at;
  for (const Field& field : record.fields) {
    const json::Value* const value = IsIncluded(field) ? snapshot.Find(field.name) : nullptr;
    auto cell = value == nullptr ? std::nullopt : ReadCell(field.kind, *value);
    if (cell) field.set(row, *std::move(cell));
  }
  return true;
}

}  // namespace bearward::model
