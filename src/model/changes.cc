#include "model/changes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "json/writer.h"
#include "model/cell_json.h"
#include "model/environment_fields.h"
#include "model/snapshot.h"

namespace bearward::model {
namespace {

// Plain, Limit and Named convert a member to a cell, for the tables below.
template <auto Member>
Cell Plain(const void* row) {
  using Pointer = MemberOf<decltype(Member)>;
  return CellOf<typename Pointer::Type>::Get(
      static_cast<const typename Pointer::Record*>(row)->*Member);
}

template <class Row, std::optional<RateLimit> Row::* Member>
Cell Limit(const void* row) {
  const auto& limit = static_cast<const Row*>(row)->*Member;
  return limit ? Cell(RateLimitText(*limit)) : Cell();
}

template <class Row, auto Member, auto Name>
Cell Named(const void* row) {
  return std::string(Name(static_cast<const Row*>(row)->*Member));
}

// PermissionsOf returns no value for a key of a user, which has none of its own.
Cell PermissionsOf(const void* row) {
  const auto& key = *static_cast<const ApiKey*>(row);
  return key.user ? Cell() : Cell(key.permissions);
}

bool HasValue(const Cell& cell) { return !std::holds_alternative<std::monostate>(cell); }

}  // namespace

Changes& Changes::Add(std::string_view field, Kind kind, const Cell& before, const Cell& after) {
  if (before == after) return *this;
  AddName(field);
  members_.pop_back();  // the opening brace of the object without values
  json::Writer writer(members_);
  if (HasValue(before)) WriteCell(writer.Key("before"), kind, before);
  if (HasValue(after)) WriteCell(writer.Key("after"), kind, after);
  members_ += '}';
  return *this;
}

Changes& Changes::AddName(std::string_view field) {
  if (!members_.empty()) members_ += ',';
  json::AppendQuoted(members_, field);
  members_ += ":{}";
  return *this;
}

void Changes::AddRow(std::span<const AuditedField> fields, const void* before, const void* after) {
  for (const AuditedField& field : fields) {
    const Cell old = before == nullptr ? Cell() : field.get(before);
    const Cell now = after == nullptr ? Cell() : field.get(after);
    if (field.has_values) {
      Add(field.name, field.kind, old, now);
    } else if (old != now) {
      AddName(field.name);
    }
  }
}

Changes Changes::Of(const Record& record, const void* before, const void* after) {
  Changes changes;
  for (const Field& field : record.fields) {
    if (!field.Is(kStored) || field.Is(kUnaudited)) continue;
    const Cell old = before == nullptr ? Cell() : field.get(before);
    const Cell now = after == nullptr ? Cell() : field.get(after);
    // A field that is stored, but neither shown nor audited, is secret.
    if (field.Is(kShown) || field.Is(kAudited)) {
      changes.Add(field.name, field.kind, old, now);
    } else if (old != now) {
      changes.AddName(field.name);
    }
  }
  changes.object_ = ",\"object\":" + SnapshotOf(record, after == nullptr ? before : after);
  return changes;
}

// The audited fields of each type of row. Ids are omitted because they are the target of the event,
// times of changes because the event has its own time.

std::span<const Changes::AuditedField> Changes::FieldsOf(const Environment& /*row*/) {
  static const std::vector<AuditedField> kFields = [] {
    std::vector<AuditedField> fields;
    for (const Field& field : kEnvironmentFields) {
      if (!field.Is(kStored) || field.Is(kUnaudited)) continue;
      fields.push_back({field.name, field.kind, field.get});
    }
    return fields;
  }();
  return kFields;
}

std::span<const Changes::AuditedField> Changes::FieldsOf(const ApiKey& /*row*/) {
  static constexpr std::array<AuditedField, 6> kFields = {{
      {"user_id", Kind::kText, Plain<&ApiKey::user>},
      {"description", Kind::kText, Plain<&ApiKey::description>},
      {"expires_at", Kind::kTime, Plain<&ApiKey::expires_at>},
      {"revoked_at", Kind::kTime, Plain<&ApiKey::revoked_at>},
      {"rate_limit", Kind::kText, Limit<ApiKey, &ApiKey::rate_limit>},
      {"permissions", Kind::kTexts, PermissionsOf},
  }};
  return kFields;
}

std::span<const Changes::AuditedField> Changes::FieldsOf(const Object& /*row*/) {
  static constexpr std::array<AuditedField, 6> kFields = {{
      {"kind", Kind::kText, Plain<&Object::kind>},
      {"number", Kind::kInteger, Plain<&Object::number>},
      {"name", Kind::kText, Plain<&Object::name>},
      {"organization_id", Kind::kText, Plain<&Object::owner>},
      {"fields", Kind::kText, Plain<&Object::fields>, false},
      {"roles", Kind::kTexts, Plain<&Object::roles>},
  }};
  return kFields;
}

bool HasSameFields(const Record& record, const void* a, const void* b) {
  return std::ranges::all_of(record.fields, [a, b](const Field& field) {
    return !field.Is(kStored) || field.get(a) == field.get(b);
  });
}

}  // namespace bearward::model
