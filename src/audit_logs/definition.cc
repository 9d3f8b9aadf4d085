#include "audit_logs/definition.h"

#include <algorithm>
#include <utility>

#include "audit_logs/parts.h"
#include "json/schema_fault.h"
#include "json/writer.h"

namespace bearward::audit_logs {
namespace {

using base::Result;
using json::Value;

constexpr std::size_t kMostTargets = 50;
constexpr std::size_t kLongestDefinition = 16'384;  // bytes

// Metadata is flat, so a schema of it describes an object.
base::Status CheckMetadataSchema(const Part& part) {
  const Value* schema = part.Find("metadata");
  if (schema == nullptr) return {};
  const std::string path = part.PathOf("metadata");
  if (!schema->IsObject()) return base::Fail(WrongType(path, "a JSON Schema"));
  const Value* type = schema->Find("type");
  const bool describes_object =
      type == nullptr || (type->IsString() && *type->AsString() == "object");
  if (describes_object) return {};
  return base::Fail(WrongValue(path, "a JSON Schema of an object"));
}

base::Status CheckTargets(const Value& targets) {
  const json::Array* list = targets.AsArray();
  if (list == nullptr) return base::Fail(WrongType("targets", "a list"));
  if (list->empty() || list->size() > kMostTargets) {
    return base::Fail(WrongValue("targets", "a list of 1 to 50 targets"));
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    BW_TRY_ASSIGN(const Part target,
                  Part::Of((*list)[i], "targets." + std::to_string(i), {"type", "metadata"}));
    BW_TRY(target.RequiredText("type"));
    BW_TRY(CheckMetadataSchema(target));
  }
  return {};
}

// A schema that the request repeats has no use, so that the first one of a type counts.
const Value* SchemaOfTarget(const Value& definition, const std::string& type) {
  for (const Value& target : *definition.Find("targets")->AsArray()) {
    if (*target.Find("type")->AsString() == type) return &target;
  }
  return nullptr;
}

// CheckMetadata adds the fault of the metadata of an actor, a target or an event. `owner` is its
// description.
void CheckMetadata(const Value* owner, const Value& part, const std::string& place,
                   std::vector<std::string>& faults) {
  const Value* schema = owner == nullptr ? nullptr : owner->Find("metadata");
  if (schema == nullptr) return;
  const Value* metadata = part.Find("metadata");
  const std::string fault =
      json::SchemaFault(*schema, metadata == nullptr ? Value::Of(json::Object{}) : *metadata);
  if (fault.empty()) return;
  const bool at_top = fault.starts_with("/ ");
  faults.push_back(place + "/metadata" + (at_top ? fault.substr(1) : fault));
}

}  // namespace

Result<std::string> ReadDefinition(const Value& body) {
  BW_TRY_ASSIGN(const Part whole, Part::Of(body, "", {"actor", "targets", "metadata"}));
  BW_TRY_ASSIGN(const Value* targets, whole.Required("targets"));
  BW_TRY(CheckTargets(*targets));
  BW_TRY(CheckMetadataSchema(whole));
  json::Object kept;
  if (const Value* actor = whole.Find("actor"); actor != nullptr) {
    BW_TRY_ASSIGN(const Part part, Part::Of(*actor, "actor", {"metadata"}));
    BW_TRY(part.Required("metadata"));
    BW_TRY(CheckMetadataSchema(part));
    kept.push_back({"actor", *actor});
  }
  kept.push_back({"targets", *targets});
  if (const Value* metadata = whole.Find("metadata"); metadata != nullptr) {
    kept.push_back({"metadata", *metadata});
  }
  std::string text = json::ToText(Value::Of(std::move(kept)));
  if (text.size() <= kLongestDefinition) return text;
  return base::Fail(WrongValue("targets", "part of a schema of at most 16 KiB"));
}

std::vector<std::string> EventFaults(const Value& definition, const Value& event) {
  std::vector<std::string> faults;
  const Value* actor = definition.Find("actor");
  CheckMetadata(actor, *event.Find("actor"), "/actor", faults);
  const json::Array& targets = *event.Find("targets")->AsArray();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::string place = "/targets/" + std::to_string(i);
    const Value* schema = SchemaOfTarget(definition, *targets[i].Find("type")->AsString());
    if (schema == nullptr) {
      faults.push_back(place + "/type is not a type of the schema");
    } else {
      CheckMetadata(schema, targets[i], place, faults);
    }
  }
  CheckMetadata(&definition, event, "", faults);
  return faults;
}

}  // namespace bearward::audit_logs
