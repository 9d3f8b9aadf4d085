#include "log_streams/entry.h"

#include <string_view>

#include "json/writer.h"
#include "resource/object_json.h"

namespace bearward::log_streams {
namespace {

// KindOf returns the kind of the object of an event: the name without what happened to it.
std::string_view KindOf(std::string_view action) { return action.substr(0, action.rfind('.')); }

void WriteHead(json::Writer& writer, const Entry& entry) {
  writer.BeginObject().Key("id").String(entry.id).Key("action").String(entry.action);
  writer.Key("occurred_at").String(base::FormatIsoMillis(entry.at));
}

void WriteParty(json::Writer& writer, std::string_view id, std::string_view type) {
  writer.BeginObject().Key("id").String(id).Key("type").String(type).EndObject();
}

void WriteContext(json::Writer& writer, const model::Actor& actor) {
  writer.Key("context").BeginObject().Key("location").String(actor.origin.address);
  writer.Key("request_id").String(actor.origin.request_id);
  writer.Key("credential_id").String(actor.credential_id).EndObject();
}

}  // namespace

// The content was checked when it was stored (audit_logs/event_form.h).
Entry EntryOf(const model::AuditLogEvent& event) {
  Entry entry{.position = event.position,
              .id = event.id,
              .at = event.occurred_at,
              .action = event.action,
              .organization = event.organization.text,
              .json = {}};
  entry.json = "{\"id\":" + json::Quote(event.id) + "," + resource::MembersOf(event.content) + "}";
  return entry;
}

Entry EntryOf(const model::Event& event) {
  Entry entry{.position = event.number,
              .id = std::to_string(event.number),
              .at = event.at,
              .action = std::string(model::EventName(event.type)),
              .organization = event.organization ? event.organization->text : "",
              .json = {}};
  json::Writer writer(entry.json);
  WriteHead(writer, entry);
  WriteParty(writer.Key("actor"), event.actor.id, event.actor.kind);
  writer.Key("targets").BeginArray();
  if (!event.target.empty()) WriteParty(writer, event.target, KindOf(entry.action));
  writer.EndArray();
  WriteContext(writer, event.actor);
  writer.Key("environment_id").String(event.environment.text).Key("organization_id");
  if (event.organization) {
    writer.String(event.organization->text);
  } else {
    writer.Null();
  }
  writer.Key("data").Raw(event.data).EndObject();
  return entry;
}

Entry TestEntry(const std::string& stream, base::Time now) {
  Entry entry{.position = 0,
              .id = "test",
              .at = now,
              .action = "log_stream.test",
              .organization = {},
              .json = {}};
  json::Writer writer(entry.json);
  WriteHead(writer, entry);
  WriteParty(writer.Key("actor"), "", model::Actor().kind);
  WriteParty(writer.Key("targets").BeginArray(), stream, "log_stream");
  writer.EndArray();
  WriteContext(writer, {});
  writer.EndObject();
  return entry;
}

}  // namespace bearward::log_streams
