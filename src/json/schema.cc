#include "json/schema.h"

#include <algorithm>
#include <vector>

#include "base/time.h"

namespace bearward::json {
namespace {

void WriteReference(Writer& writer, const Schema& schema) {
  const std::string target = "#/components/schemas/" + std::string(schema.name);
  if (!schema.nullable) {
    writer.BeginObject().Key("$ref").String(target).EndObject();
    return;
  }
  // OpenAPI 3.0 ignores the siblings of $ref.
  writer.BeginObject().Key("nullable").Bool(true).Key("allOf").BeginArray();
  writer.BeginObject().Key("$ref").String(target).EndObject().EndArray().EndObject();
}

std::string_view TypeName(Type type) {
  switch (type) {
    case Type::kText:
    case Type::kTime:
      return "string";
    case Type::kInteger:
      return "integer";
    case Type::kFlag:
      return "boolean";
    case Type::kList:
      return "array";
    case Type::kMap:
    case Type::kObject:
      return "object";
    case Type::kAny:
    case Type::kChoice:
      break;
  }
  return {};
}

void WriteMember(Writer& writer, const Property& member) {
  writer.Key(member.name);
  if (member.description.empty() || !member.schema.name.empty()) {
    WriteSchema(writer, member.schema);
    return;
  }
  // allOf holds the schema so that the description stands beside it.
  writer.BeginObject().Key("description").String(member.description);
  writer.Key("allOf").BeginArray();
  WriteSchema(writer, member.schema);
  writer.EndArray().EndObject();
}

void WriteObject(Writer& writer, const Schema& schema) {
  writer.Key("properties").BeginObject();
  for (const Property& member : schema.members) WriteMember(writer, member);
  writer.EndObject();
  // OpenAPI 3.0 forbids an empty `required` list.
  if (std::ranges::any_of(schema.members, &Property::required)) {
    writer.Key("required").BeginArray();
    for (const Property& member : schema.members) {
      if (member.required) writer.String(member.name);
    }
    writer.EndArray();
  }
  if (!schema.open) writer.Key("additionalProperties").Bool(false);
}

void WriteWords(Writer& writer, const Schema& schema) {
  if (schema.words.empty()) return;
  writer.Key("enum").BeginArray();
  for (const std::string_view word : schema.words) writer.String(word);
  if (schema.nullable) writer.Null();
  writer.EndArray();
}

std::string Below(std::string_view place, std::string_view fault) {
  return "/" + std::string(place) + (fault.starts_with('/') ? "" : ": ") + std::string(fault);
}

std::string ListMismatch(const Schema& schema, const Array& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string fault = Mismatch(*schema.items, items[i]);
    if (!fault.empty()) return Below(std::to_string(i), fault);
  }
  return {};
}

std::string MapMismatch(const Schema& schema, const Object& members) {
  for (const Member& member : members) {
    const std::string fault = Mismatch(*schema.items, member.value);
    if (!fault.empty()) return Below(member.key, fault);
  }
  return {};
}

std::string ObjectMismatch(const Schema& schema, const Value& value) {
  for (const Property& member : schema.members) {
    if (member.required && value.Find(member.name) == nullptr) {
      return Below(member.name, "the member is missing");
    }
  }
  for (const Member& member : *value.AsObject()) {
    const Property* const described = schema.Find(member.key);
    if (described == nullptr && schema.open) continue;
    const std::string fault = described == nullptr ? "the member is not described"
                                                   : Mismatch(described->schema, member.value);
    if (!fault.empty()) return Below(member.key, fault);
  }
  return {};
}

std::string TextMismatch(const Schema& schema, const std::string& text) {
  if (schema.type == Type::kTime && !base::ParseIso(text)) return "\"" + text + "\" is not a time";
  const bool allowed =
      schema.words.empty() || std::ranges::find(schema.words, text) != schema.words.end();
  return allowed ? "" : "\"" + text + "\" is not an allowed value";
}

std::string ChoiceMismatch(const Schema& schema, const Value& value) {
  std::string fault = "the value fits no choice";
  for (const Schema& choice : schema.choices) {
    fault = Mismatch(choice, value);
    if (fault.empty()) break;
  }
  return fault;
}

bool HasType(Type type, const Value& value) {
  switch (type) {
    case Type::kText:
    case Type::kTime:
      return value.IsString();
    case Type::kInteger:
      return value.IsInt();
    case Type::kFlag:
      return value.IsBool();
    case Type::kList:
      return value.IsArray();
    case Type::kMap:
    case Type::kObject:
      return value.IsObject();
    case Type::kAny:
    case Type::kChoice:
      break;
  }
  return true;
}

}  // namespace

const Property* Schema::Find(std::string_view member) const {
  const auto found = std::ranges::find(members, member, &Property::name);
  return found == members.end() ? nullptr : &*found;
}

void WriteSchema(Writer& writer, const Schema& schema) {
  if (!schema.name.empty()) return WriteReference(writer, schema);
  WriteDefinition(writer, schema);
}

void WriteDefinition(Writer& writer, const Schema& schema) {
  writer.BeginObject();
  if (const std::string_view type = TypeName(schema.type); !type.empty()) {
    writer.Key("type").String(type);
  }
  if (schema.type == Type::kInteger) writer.Key("format").String("int64");
  if (schema.type == Type::kTime) writer.Key("format").String("date-time");
  if (schema.nullable) writer.Key("nullable").Bool(true);
  WriteWords(writer, schema);
  if (schema.items != nullptr) {
    writer.Key(schema.type == Type::kMap ? "additionalProperties" : "items");
    WriteSchema(writer, *schema.items);
  }
  if (schema.type == Type::kObject) WriteObject(writer, schema);
  if (schema.type == Type::kChoice) {
    writer.Key("oneOf").BeginArray();
    for (const Schema& choice : schema.choices) WriteSchema(writer, choice);
    writer.EndArray();
  }
  writer.EndObject();
}

std::string Mismatch(const Schema& schema, const Value& value) {
  if (value.IsNull() && (schema.nullable || schema.type == Type::kAny)) return {};
  if (!HasType(schema.type, value)) {
    return "the value is not of type " + std::string(TypeName(schema.type));
  }
  switch (schema.type) {
    case Type::kText:
    case Type::kTime:
      return TextMismatch(schema, *value.AsString());
    case Type::kList:
      return ListMismatch(schema, *value.AsArray());
    case Type::kMap:
      return MapMismatch(schema, *value.AsObject());
    case Type::kObject:
      return ObjectMismatch(schema, value);
    case Type::kChoice:
      return ChoiceMismatch(schema, value);
    case Type::kInteger:
    case Type::kFlag:
    case Type::kAny:
      break;
  }
  return {};
}

}  // namespace bearward::json
