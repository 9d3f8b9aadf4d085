#include "field_service/job_schema.h"

#include <string>
#include <utility>

namespace bearward::field_service {
namespace {

json::Value Text(std::string text) { return json::Value::String(std::move(text)); }

json::Value TypeObject(json::Object more) {
  json::Object object;
  object.push_back({"type", Text("object")});
  for (json::Member& member : more) object.push_back(std::move(member));
  return json::Value::Of(std::move(object));
}

// DataSchema describes the answers to the fields of a form. The names of the fields are data of the
// customer, so a repeated one counts once.
json::Value DataSchema(const objects::Row& form) {
  const json::Value* fields = form.fields.Find("StaticFieldNames");
  json::Object properties;
  json::Array required;
  if (fields != nullptr && fields->IsArray()) {
    for (const json::Value& field : *fields->AsArray()) {
      const json::Value* name = field.Find("FieldName");
      const json::Value* needed = field.Find("Required");
      if (name == nullptr || !name->IsString()) continue;
      objects::Set(properties, *name->AsString(), json::Value::Of(json::Object()));
      if (needed != nullptr && needed->AsBool() == true) required.push_back(*name);
    }
  }
  json::Object more;
  more.push_back({"additionalProperties", json::Value::Bool(properties.empty())});
  more.push_back({"properties", json::Value::Of(std::move(properties))});
  // Draft 4 does not allow an empty list here.
  if (!required.empty()) more.push_back({"required", json::Value::Of(std::move(required))});
  return TypeObject(std::move(more));
}

}  // namespace

base::Result<json::Value> JobSchemaOf(const objects::Row& job_type,
                                      const std::optional<objects::Row>& form) {
  if (const std::string stated = job_type.Text("Schema"); !stated.empty()) {
    auto parsed = json::Parse(stated);
    if (!parsed || !parsed->IsObject()) {
      return base::Fail(
          base::Internal("the schema of " + job_type.object.id.text + " is not a JSON object"));
    }
    return parsed;
  }
  json::Object properties;
  properties.push_back({"jobData", form ? DataSchema(*form) : TypeObject({})});
  json::Object root;
  root.push_back({"$schema", Text("http://json-schema.org/draft-04/schema#")});
  root.push_back({"_id", Text("jobtype-" + std::to_string(job_type.object.number))});
  root.push_back({"type", Text("object")});
  root.push_back({"additionalProperties", json::Value::Bool(false)});
  root.push_back({"additionalItems", json::Value::Bool(false)});
  root.push_back({"properties", json::Value::Of(std::move(properties))});
  return json::Value::Of(std::move(root));
}

}  // namespace bearward::field_service
