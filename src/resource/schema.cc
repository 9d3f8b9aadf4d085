#include "resource/schema.h"

#include <span>
#include <string_view>
#include <vector>

namespace bearward::resource {
namespace {

using model::Field;
using model::Kind;

void WriteWords(json::Writer& writer, std::span<const std::string_view> words) {
  writer.Key("enum").BeginArray();
  for (const std::string_view word : words) writer.String(word);
  writer.EndArray();
}

void WriteText(json::Writer& writer, std::span<const std::string_view> words) {
  writer.Key("type").String("string");
  if (!words.empty()) WriteWords(writer, words);
}

void WriteType(json::Writer& writer, const Field& field) {
  switch (field.kind) {
    case Kind::kInteger:
      writer.Key("type").String("integer");
      writer.Key("format").String("int64");
      return;
    case Kind::kFlag:
      writer.Key("type").String("boolean");
      return;
    case Kind::kTime:
      writer.Key("type").String("string");
      writer.Key("format").String("date-time");
      return;
    case Kind::kTexts:
    case Kind::kWords:
      writer.Key("type").String("array");
      writer.Key("maxItems").Int(static_cast<std::int64_t>(model::kMostItems));
      writer.Key("items").BeginObject();
      WriteText(writer, field.words);
      writer.EndObject();
      return;
    case Kind::kMetadata:
      writer.Key("type").String("object");
      writer.Key("additionalProperties").BeginObject();
      WriteText(writer, {});
      writer.EndObject();
      return;
    case Kind::kText:
    case Kind::kWord:
      break;
  }
  WriteText(writer, field.words);
}

void WriteProperty(json::Writer& writer, const Field& field) {
  writer.Key(field.name).BeginObject();
  WriteType(writer, field);
  if (field.check != nullptr) writer.Key("description").String(field.check->wants);
  if (field.nullable && !field.Is(model::kOmitted)) writer.Key("nullable").Bool(true);
  writer.EndObject();
}

void WriteTime(json::Writer& writer, std::string_view name) {
  writer.Key(name).BeginObject();
  writer.Key("type").String("string");
  writer.Key("format").String("date-time");
  writer.EndObject();
}

void WriteRequired(json::Writer& writer, const std::vector<std::string_view>& names) {
  // OpenAPI 3.0 forbids an empty `required` list.
  if (names.empty()) return;
  writer.Key("required").BeginArray();
  for (const std::string_view name : names) writer.String(name);
  writer.EndArray();
}

}  // namespace

void WriteObjectSchema(json::Writer& writer, const model::Record& record) {
  std::vector<std::string_view> required = {"object", record.key, "created_at", "updated_at"};
  writer.BeginObject();
  writer.Key("type").String("object");
  writer.Key("properties").BeginObject();
  writer.Key("object").BeginObject();
  WriteText(writer, std::span(&record.object, 1));
  writer.EndObject();
  writer.Key(record.key).BeginObject();
  WriteText(writer, {});
  writer.EndObject();
  for (const Field& field : record.fields) {
    if (!field.Is(model::kShown)) continue;
    WriteProperty(writer, field);
    if (!field.Is(model::kOmitted)) required.push_back(field.name);
  }
  WriteTime(writer, "created_at");
  WriteTime(writer, "updated_at");
  writer.EndObject();
  WriteRequired(writer, required);
  writer.EndObject();
}

void WriteBodySchema(json::Writer& writer, const model::Record& record, Purpose purpose) {
  const model::Uses use = purpose == Purpose::kCreate ? model::kCreate : model::kUpdate;
  std::vector<std::string_view> required;
  writer.BeginObject();
  writer.Key("type").String("object");
  writer.Key("properties").BeginObject();
  if (!record.MakesIds()) {
    writer.Key(record.key).BeginObject();
    WriteText(writer, {});
    writer.EndObject();
    if (purpose == Purpose::kCreate) required.push_back(record.key);
  }
  for (const Field& field : record.fields) {
    if (!field.Is(use)) continue;
    WriteProperty(writer, field);
    if (purpose == Purpose::kCreate && field.Is(model::kRequired)) required.push_back(field.name);
  }
  writer.EndObject();
  WriteRequired(writer, required);
  writer.Key("additionalProperties").Bool(false);
  writer.EndObject();
}

}  // namespace bearward::resource
