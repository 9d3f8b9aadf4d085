#include "dialects/workspan/event_schemas.h"

#include <algorithm>
#include <vector>

#include "dialects/workspan/subscriber_events.h"
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

void WriteWords(json::Writer& writer, std::string_view key,
                const std::vector<std::string_view>& words) {
  writer.Key(key).BeginArray();
  for (const std::string_view word : words) writer.String(word);
  writer.EndArray();
}

void WriteText(json::Writer& writer, std::string_view key) {
  writer.Key(key).BeginObject().Key("type").String("string").EndObject();
}

// WriteFields writes the properties of named fields. Their types are not known, because a load
// stores texts where a provisioning file has numbers.
void WriteFields(json::Writer& writer, const std::vector<std::string>& fields) {
  std::vector<std::string_view> written = {"object_type", "name"};
  for (const std::string& field : fields) {
    const std::string_view section = std::string_view(field).substr(0, field.find('.'));
    if (std::ranges::find(written, section) != written.end()) continue;
    written.push_back(section);
    writer.Key(section).BeginObject();
    if (section.size() != field.size()) {
      writer.Key("properties").BeginObject();
      for (const std::string& other : fields) {
        const bool is_in = other.size() > section.size() && other.starts_with(section) &&
                           other[section.size()] == '.';
        if (is_in) writer.Key(other.substr(section.size() + 1)).BeginObject().EndObject();
      }
      writer.EndObject();
    }
    writer.EndObject();
  }
}

void WriteData(json::Writer& writer, bool of_member, const std::vector<std::string>& fields) {
  writer.Key("data").BeginObject().Key("type").String("object");
  if (of_member) {
    WriteWords(writer, "required", {"organization_id", "access_level", "state"});
    writer.Key("additionalProperties").Bool(false).Key("properties").BeginObject();
    for (const char* name : {"organization_id", "user_id", "access_level", "state"}) {
      WriteText(writer, name);
    }
  } else {
    WriteWords(writer, "required", {"object_type", "name"});
    writer.Key("additionalProperties").Bool(true).Key("properties").BeginObject();
    for (const char* name : {"object_type", "name"}) WriteText(writer, name);
    WriteFields(writer, fields);
  }
  writer.EndObject().EndObject();
}

std::string WriteSchema(const std::vector<std::string_view>& events, bool of_member,
                        const std::vector<std::string>& fields) {
  std::vector<std::string_view> required = {"event", "object_id", "occurred_at", "data"};
  if (std::ranges::all_of(events, IsObjectEvent)) required.push_back("integration_id");
  std::string schema;
  json::Writer writer(schema);
  writer.BeginObject().Key("$schema").String("http://json-schema.org/draft-04/schema#");
  writer.Key("type").String("object");
  WriteWords(writer, "required", required);
  writer.Key("additionalProperties").Bool(false).Key("properties").BeginObject();
  writer.Key("event").BeginObject().Key("type").String("string");
  WriteWords(writer, "enum", events);
  writer.EndObject();
  for (const char* name : {"object_id", "integration_id"}) WriteText(writer, name);
  writer.Key("occurred_at").BeginObject().Key("type").String("string");
  writer.Key("format").String("date-time").EndObject();
  WriteData(writer, of_member, fields);
  writer.EndObject().EndObject();
  return schema;
}

// ObjectEvents returns the events for which object.all stands.
std::vector<std::string_view> ObjectEvents() {
  std::vector<std::string_view> names;
  for (const SubscriberEvent& event : SubscriberEvents()) {
    if (IsObjectEvent(event.name) && event.name != kAllObjectEvents) names.push_back(event.name);
  }
  return names;
}

}  // namespace

std::string SchemaOfEvent(std::string_view name) {
  if (name == kAllObjectEvents) return WriteSchema(ObjectEvents(), false, {});
  return WriteSchema({name}, name.starts_with("member."), {});
}

std::string SchemaOfIntegration(const partner_data::IntegrationInfo& integration) {
  return WriteSchema(ObjectEvents(), false, integration.fields);
}

}  // namespace bearward::dialects::workspan
