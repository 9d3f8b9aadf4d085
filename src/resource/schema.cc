#include "resource/schema.h"

#include <span>
#include <string_view>

namespace bearward::resource {
namespace {

using json::Property;
using json::Schema;
using model::Field;
using model::Kind;

Property MemberOf(const Field& field, Schema schema, bool required) {
  const bool has_null = field.nullable || field.Is(model::kNullIfEmpty);
  schema.nullable = has_null && !field.Is(model::kOmitted);
  return {field.name, schema, required,
          field.check == nullptr ? std::string_view() : field.check->wants};
}

}  // namespace

RecordSchemas::RecordSchemas(const model::Record& record)
    : object_members_(ObjectMembers(record)),
      create_members_(BodyMembers(record, Purpose::kCreate)),
      update_members_(BodyMembers(record, Purpose::kUpdate)),
      object_(json::ObjectOf(object_members_)),
      create_(json::ObjectOf(create_members_)),
      update_(json::ObjectOf(update_members_)) {}

Schema RecordSchemas::SchemaOf(const Field& field) {
  switch (field.kind) {
    case Kind::kInteger:
      return json::kInteger;
    case Kind::kFlag:
      return json::kFlag;
    case Kind::kTime:
      return json::kTime;
    case Kind::kTexts:
    case Kind::kWords:
      return json::ListOf(items_.emplace_back(json::OneOf(field.words)));
    case Kind::kMetadata:
      return {.type = json::Type::kMap, .items = &json::kText};
    case Kind::kText:
    case Kind::kWord:
      break;
  }
  return json::OneOf(field.words);
}

std::vector<Property> RecordSchemas::ObjectMembers(const model::Record& record) {
  std::vector<Property> members = {{"object", json::OneOf(std::span(&record.object, 1))},
                                   {record.key, json::kText}};
  for (const Field& field : record.fields) {
    if (!field.Is(model::kShown)) continue;
    members.push_back(MemberOf(field, SchemaOf(field), !field.Is(model::kOmitted)));
  }
  members.push_back({"created_at", json::kTime});
  members.push_back({"updated_at", json::kTime});
  return members;
}

std::vector<Property> RecordSchemas::BodyMembers(const model::Record& record, Purpose purpose) {
  const bool creates = purpose == Purpose::kCreate;
  std::vector<Property> members;
  if (!record.MakesIds()) members.push_back({record.key, json::kText, creates});
  for (const Field& field : record.fields) {
    if (!field.Is(creates ? model::kCreate : model::kUpdate)) continue;
    members.push_back(MemberOf(field, SchemaOf(field), creates && field.Is(model::kRequired)));
    // ReadObject accepts null for every field that is not required.
    members.back().schema.nullable |= !field.Is(model::kRequired);
  }
  return members;
}

}  // namespace bearward::resource
