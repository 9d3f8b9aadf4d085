#include "resource/object_json.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/invalid.h"
#include "base/near_miss.h"
#include "model/cell_json.h"
#include "model/check_row.h"
#include "resource/one_of.h"

namespace bearward::resource {
namespace {

using model::Cell;
using model::Field;
using model::Kind;

std::string Quoted(std::string_view name) { return "`" + std::string(name) + "`"; }

model::Uses UseOf(Purpose purpose) {
  return purpose == Purpose::kCreate ? model::kCreate : model::kUpdate;
}

// Merge adds the stored pairs whose keys the body does not have. An empty object in the body
// deletes all pairs.
void Merge(const Cell& present, const json::Value& body, Cell& cell) {
  const auto* pairs = std::get_if<model::Metadata>(&present);
  if (pairs == nullptr || body.AsObject()->empty()) return;
  auto& merged = std::get<model::Metadata>(cell);
  for (const auto& [key, value] : *pairs) {
    if (body.Find(key) == nullptr) merged.emplace(key, value);
  }
}

std::string_view TypeName(Kind kind) {
  switch (kind) {
    case Kind::kInteger:
      return "an integer";
    case Kind::kFlag:
      return "true or false";
    case Kind::kTime:
      return "a time such as 2031-05-06T07:08:09.123Z";
    case Kind::kTexts:
    case Kind::kWords:
      return "a list of strings";
    case Kind::kMetadata:
      return "an object of strings";
    case Kind::kText:
    case Kind::kWord:
      break;
  }
  return "a string";
}

base::Status SetField(const model::Record& record, const Field& field, const json::Value& value,
                      void* row) {
  if (value.IsNull()) {
    if (field.nullable) field.set(row, {});
    if (field.Is(model::kNullIfEmpty)) field.set(row, std::string());
    return {};
  }
  std::optional<Cell> cell = model::ReadCell(field.kind, value);
  if (cell && field.kind == Kind::kMetadata) Merge(field.get(row), value, *cell);
  if (!cell) {
    return base::Fail(base::Invalid(
        "wrong_type", Quoted(field.name) + " must be " + std::string(TypeName(field.kind)) + ".",
        {std::string(field.name)}));
  }
  BW_TRY(model::CheckCell(record, field, *cell));
  if (field.set(row, *cell)) return {};
  const std::string one = OneOf(field.words);
  return base::Fail(
      model::WrongValue(record, field.name,
                        field.kind == Kind::kWords ? "a list in which each item is " + one : one));
}

// SetKey reads the key of a resource whose key the client chooses. An update may repeat the key.
base::Status SetKey(const model::Record& record, Purpose purpose, const json::Value& value,
                    void* row) {
  std::string& key = record.entity(row).id;
  if (!value.IsString()) {
    return base::Fail(base::Invalid("wrong_type", Quoted(record.key) + " must be a string.",
                                    {std::string(record.key)}));
  }
  if (purpose == Purpose::kUpdate && key != *value.AsString()) {
    return base::Fail(base::Invalid(std::string(record.key) + "_mismatch",
                                    Quoted(record.key) + " cannot be changed.",
                                    {std::string(record.key)}));
  }
  key = *value.AsString();
  return {};
}

base::Status CheckMembers(const json::Object& members, const model::Record& record,
                          Purpose purpose) {
  std::vector<std::string_view> known;
  if (!record.MakesIds()) known.push_back(record.key);
  for (const Field& field : record.fields) {
    if (field.Is(UseOf(purpose))) known.push_back(field.name);
  }
  base::Error error = base::Invalid("unknown_field", "");
  for (const json::Member& member : members) {
    if (std::ranges::find(known, member.key) != known.end()) continue;
    if (error.fields.empty()) {
      error.public_text =
          "Unknown field " + Quoted(member.key) + "." + base::Suggest(member.key, known, "");
    }
    error.fields.push_back(member.key);
  }
  if (error.fields.empty()) return {};
  return base::Fail(std::move(error));
}

base::Status CheckRequired(const json::Value& body, const model::Record& record) {
  base::Error error = base::Invalid("missing_field", "");
  const auto require = [&](std::string_view name) {
    const json::Value* const value = body.Find(name);
    if (value != nullptr && !value->IsNull()) return;
    if (error.fields.empty()) error.public_text = Quoted(name) + " is required.";
    error.fields.emplace_back(name);
  };
  if (!record.MakesIds()) require(record.key);
  for (const Field& field : record.fields) {
    if (field.Is(model::kRequired)) require(field.name);
  }
  if (error.fields.empty()) return {};
  return base::Fail(std::move(error));
}

}  // namespace

void WriteMembers(json::Writer& writer, const model::Record& record, const void* row) {
  const model::EntityRef entity = record.EntityOf(row);
  writer.Key("object").String(record.object);
  writer.Key(record.key).String(entity.id);
  for (const Field& field : record.fields) {
    if (!field.Is(model::kShown)) continue;
    Cell cell = field.get(row);
    if (field.Is(model::kNullIfEmpty) && cell == Cell(std::string())) cell = Cell();
    if (field.Is(model::kOmitted) && std::holds_alternative<std::monostate>(cell)) continue;
    writer.Key(field.name);
    model::WriteCell(writer, field.kind, cell);
  }
  writer.Key("created_at").String(base::FormatIsoMillis(entity.created_at));
  writer.Key("updated_at").String(base::FormatIsoMillis(entity.updated_at));
}

void WriteObject(json::Writer& writer, const model::Record& record, const void* row) {
  writer.BeginObject();
  WriteMembers(writer, record, row);
  writer.EndObject();
}

std::string ObjectText(const model::Record& record, const void* row) {
  std::string text;
  json::Writer writer(text);
  WriteObject(writer, record, row);
  return text;
}

void JoinMembers(std::string& object, std::string_view members) {
  object.back() = ',';  // replaces the closing brace
  object.append(members).push_back('}');
}

std::string MembersOf(std::string object) {
  object.pop_back();
  object.erase(0, 1);
  return object;
}

base::Status ReadObject(const json::Value& body, const model::Record& record, Purpose purpose,
                        void* row) {
  if (!body.IsObject()) {
    return base::Fail(base::Invalid("wrong_type", "The body must be a JSON object."));
  }
  BW_TRY(CheckMembers(*body.AsObject(), record, purpose));
  if (purpose == Purpose::kCreate) BW_TRY(CheckRequired(body, record));
  const json::Value* const key = record.MakesIds() ? nullptr : body.Find(record.key);
  if (key != nullptr && !key->IsNull()) BW_TRY(SetKey(record, purpose, *key, row));
  for (const Field& field : record.fields) {
    if (!field.Is(UseOf(purpose))) continue;
    if (const json::Value* const value = body.Find(field.name))
      BW_TRY(SetField(record, field, *value, row));
  }
  return {};
}

}  // namespace bearward::resource
