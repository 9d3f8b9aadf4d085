#include "objects/row.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/ascii.h"

namespace bearward::objects {
namespace {

std::int64_t IntegerIn(const json::Value* value) {
  if (value == nullptr) return 0;
  if (const auto number = value->AsInt()) return *number;
  const std::string* text = value->AsString();
  std::int64_t number = 0;
  if (text == nullptr) return 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  return error == std::errc() && end == text->data() + text->size() ? number : 0;
}

bool FlagIn(const json::Value* value) {
  if (value == nullptr) return false;
  if (const auto flag = value->AsBool()) return *flag;
  if (const auto number = value->AsInt()) return *number != 0;
  const std::string* text = value->AsString();
  return text != nullptr && (*text == "1" || base::EqualsIgnoreCase(*text, "true"));
}

const std::string* TextIn(const json::Value* value) {
  return value == nullptr ? nullptr : value->AsString();
}

json::Value TextOf(const json::Value* value, std::string_view otherwise = {}) {
  const std::string* text = TextIn(value);
  return json::Value::String(text == nullptr ? std::string(otherwise) : *text);
}

// ColumnOf returns the value of a column.
json::Value ColumnOf(Source source, const model::Object& object, std::int64_t tenant) {
  switch (source) {
    case Source::kNumber:
      return json::Value::Int(object.number);
    case Source::kName:
      return json::Value::String(object.name);
    case Source::kTenant:
      return json::Value::Int(tenant);
    case Source::kCreated:
      return json::Value::String(base::FormatIsoLocal(object.created_at));
    case Source::kCreatedBy:
      return json::Value::String(object.created_by);
    case Source::kUpdated:
      return json::Value::String(base::FormatIsoLocal(object.updated_at));
    case Source::kUpdatedBy:
      return json::Value::String(object.updated_by);
    case Source::kField:
      break;
  }
  return {};
}

json::Value FieldOf(const Member& member, const json::Value* value) {
  switch (member.shape) {
    case Shape::kText:
    case Shape::kDecimal:
      return TextOf(value);
    case Shape::kTextOrNull:
      return TextIn(value) == nullptr ? json::Value() : *value;
    case Shape::kTime:
      return TextOf(value, kUnsetTime);
    case Shape::kFlag:
      return json::Value::Bool(FlagIn(value));
    case Shape::kFlagText:
      return json::Value::String(FlagIn(value) ? "1" : "0");
    case Shape::kInteger:
      return json::Value::Int(IntegerIn(value));
    case Shape::kItems:
      return value != nullptr && value->IsArray() ? *value : json::Value::Of(json::Array());
    case Shape::kMembers:
      return value != nullptr && value->IsObject() ? *value : json::Value::Of(json::Object());
  }
  return {};
}

}  // namespace

std::int64_t Row::Integer(std::string_view name) const { return IntegerIn(fields.Find(name)); }

std::string Row::Text(std::string_view name) const {
  const std::string* text = TextIn(fields.Find(name));
  return text == nullptr ? std::string() : *text;
}

bool Row::Flag(std::string_view name) const { return FlagIn(fields.Find(name)); }

base::Result<Row> RowOf(model::Object object) {
  auto fields = json::Parse(object.fields);
  if (!fields || !fields->IsObject()) {
    return base::Fail(base::Internal("fields of " + object.id.text + " are not a JSON object"));
  }
  return Row{std::move(object), *std::move(fields)};
}

base::Result<std::vector<Row>> RowsOf(std::vector<model::Object> objects) {
  std::vector<Row> rows;
  rows.reserve(objects.size());
  for (model::Object& object : objects) {
    BW_TRY_ASSIGN(Row row, RowOf(std::move(object)));
    rows.push_back(std::move(row));
  }
  return rows;
}

json::Value ValueOf(const Member& member, const Row& row, std::int64_t tenant) {
  if (member.source == Source::kField) return FieldOf(member, row.fields.Find(member.name));
  const bool stated = member.source == Source::kCreated || member.source == Source::kCreatedBy;
  const json::Value* field = stated ? row.fields.Find(member.name) : nullptr;
  if (TextIn(field) != nullptr) return *field;
  return ColumnOf(member.source, row.object, tenant);
}

void WriteMembers(json::Writer& writer, const Kind& kind, Uses use, const Row& row,
                  std::int64_t tenant) {
  for (const Member& member : kind.members) {
    if (!member.Is(use)) continue;
    writer.Key(member.name);
    json::Write(writer, ValueOf(member, row, tenant));
  }
}

void Set(json::Object& fields, std::string_view name, json::Value value) {
  const auto found = std::ranges::find(fields, name, &json::Member::key);
  if (found != fields.end()) {
    found->value = std::move(value);
  } else {
    fields.push_back({std::string(name), std::move(value)});
  }
}

bool PutField(json::Object& fields, const std::string& name, const json::Value& value) {
  const auto find = [&](std::string_view key) {
    return std::ranges::find(fields, key, &json::Member::key);
  };
  const auto point = name.find('.');
  if (point == std::string::npos || find(name) != fields.end()) {
    Set(fields, name, value);
    return true;
  }
  const std::string section = name.substr(0, point);
  const auto present = find(section);
  if (present != fields.end() && !present->value.IsObject()) return false;
  json::Object inner = present == fields.end() ? json::Object() : *present->value.AsObject();
  Set(inner, name.substr(point + 1), value);
  Set(fields, section, json::Value::Of(std::move(inner)));
  return true;
}

void Merge(json::Object& fields, json::Object changes) {
  for (json::Member& change : changes) Set(fields, change.key, std::move(change.value));
}

json::Object MembersOf(const Row& row) {
  const json::Object* members = row.fields.AsObject();
  return members == nullptr ? json::Object() : *members;
}

}  // namespace bearward::objects
