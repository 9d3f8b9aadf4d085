#include "dialects/workspan/events.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/id.h"
#include "base/invalid.h"
#include "base/text_set.h"
#include "dialects/workspan/bulk_codec.h"
#include "dialects/workspan/contracts.h"
#include "dialects/workspan/event_schemas.h"
#include "dialects/workspan/row.h"
#include "dialects/workspan/subscriber_events.h"
#include "json/writer.h"
#include "objects/field_filter.h"

namespace bearward::dialects::workspan {
namespace {

using base::Result;
using door::Body;
using door::Call;
using door::Reply;
using model::WebhookEndpoint;

constexpr std::string_view kSubscribers = "/event/v1/subscriber";
constexpr std::string_view kIdPrefix = "wsub_";

std::unexpected<base::Error> Wrong(std::string text, std::string field) {
  return base::Fail(base::Invalid("invalid_field", std::move(text), {std::move(field)}));
}

Result<Reply> ListEvents(const Uses& uses, Call& call) {
  BW_TRY(uses.integrations.CheckReader(call.caller()));
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("events").BeginArray();
  for (const SubscriberEvent& event : SubscriberEvents()) {
    writer.BeginObject().Key("name").String(event.name);
    writer.Key("description").String(event.description).EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

bool IsKnownEvent(std::string_view name) {
  const auto events = SubscriberEvents();
  return std::ranges::find(events, name, &SubscriberEvent::name) != events.end();
}

Reply EncodeSchema(std::string_view schema) {
  std::string body;
  json::Writer(body).BeginObject().Key("schema").Raw(schema).EndObject();
  return door::JsonReply(200, std::move(body));
}

Result<Reply> ReadEventSchema(const Uses& uses, Call& call) {
  BW_TRY(uses.integrations.CheckReader(call.caller()));
  const std::string event = call.Param("event");
  if (!IsKnownEvent(event)) {
    return base::Fail(base::NotFound("event_not_found", "No such event."));
  }
  return EncodeSchema(SchemaOfEvent(event));
}

Result<Reply> ListIntegrations(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto integrations, uses.integrations.List(call.caller()));
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("integrations").BeginArray();
  for (const auto& one : integrations) {
    writer.BeginObject().Key("integration_id").String(one.id);
    writer.Key("integration_type").String(one.type);
    writer.Key("description").String(one.description).Key("name").String(one.name).EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

Result<Reply> ReadIntegrationSchema(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto integration,
                uses.integrations.Get(call.caller(), call.Param("integration_id")));
  return EncodeSchema(SchemaOfIntegration(integration));
}

// DecodeEvents reads a text or a list; without one all events of objects are meant.
Result<std::vector<std::string>> DecodeEvents(const Body& body) {
  std::vector<std::string> events;
  const json::Value* value = body.object().Find("event");
  if (value == nullptr || value->IsNull()) {
    events.emplace_back(kAllObjectEvents);
  } else if (value->IsString()) {
    events.push_back(*value->AsString());
  } else {
    BW_TRY_ASSIGN(auto list, body.Texts("event"));
    events = std::move(list).value_or(std::vector<std::string>());
  }
  if (events.empty()) return Wrong("event names at least one event.", "event");
  for (const std::string& event : events) {
    if (!IsKnownEvent(event)) {
      return Wrong("Unknown event \"" + event + "\". GET /event/v1/metadata/event lists them.",
                   "event");
    }
  }
  return base::SortedUnique(std::move(events));
}

// DecodeObjects accepts both spellings of the vendor, but not both in one request.
Result<std::vector<std::string>> DecodeObjects(const Body& body) {
  BW_TRY_ASSIGN(auto ids, body.Texts("object_ids"));
  BW_TRY_ASSIGN(auto objectids, body.Texts("objectids"));
  if (ids && objectids) return Wrong("State object_ids only once.", "object_ids");
  if (!ids) ids = std::move(objectids);
  return base::SortedUnique(std::move(ids).value_or(std::vector<std::string>()));
}

Result<std::string> DecodeCallback(const Body& body) {
  const json::Value* settings = body.object().Find("webhook_settings");
  const json::Value* url = settings == nullptr ? nullptr : settings->Find("callback_url");
  if (url != nullptr && url->IsString()) return *url->AsString();
  return base::Fail(base::Invalid("missing_field", "webhook_settings.callback_url is missing.",
                                  {"webhook_settings.callback_url"}));
}

Result<WebhookEndpoint> DecodeSubscriber(const Body& body) {
  BW_TRY(body.RequireAll({"name", "subscriber_type"}));
  BW_TRY_ASSIGN(const std::string type, body.RequiredText("subscriber_type"));
  if (type != "webhook") return Wrong("subscriber_type must be webhook.", "subscriber_type");
  WebhookEndpoint row;
  BW_TRY_ASSIGN(row.name, body.RequiredText("name"));
  BW_TRY_ASSIGN(row.url, DecodeCallback(body));
  BW_TRY_ASSIGN(row.events, DecodeEvents(body));
  BW_TRY_ASSIGN(row.objects, DecodeObjects(body));
  BW_TRY_ASSIGN(const auto integration, body.Text("integration_id"));
  BW_TRY_ASSIGN(const auto filters, body.Text("filters"));
  row.integration = integration.value_or("");
  row.filter = filters.value_or("");
  if (!row.filter.empty()) BW_TRY(objects::FieldFilter::Parse(row.filter));
  if (row.integration.empty() && std::ranges::any_of(row.events, IsObjectEvent)) {
    return base::Fail(base::Invalid(
        "missing_field", "integration_id is required for events of objects.", {"integration_id"}));
  }
  return row;
}

// CheckIntegration fails with 400, as the vendor documents no 404 for this operation.
base::Status CheckIntegration(const Uses& uses, const Call& call, const std::string& id) {
  if (id.empty()) return {};
  const auto integration = uses.integrations.Get(call.caller(), id);
  if (integration) return {};
  if (integration.error().code != base::Code::kNotFound) return base::Fail(integration.error());
  return Wrong("No such integration: \"" + id + "\".", "integration_id");
}

Result<Reply> Subscribe(const Uses& uses, Call& call) {
  BW_TRY(uses.integrations.CheckReader(call.caller()));
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(WebhookEndpoint row, DecodeSubscriber(body));
  BW_TRY(uses.subscribers.Check(row));  // limits the objects, each of which is read below
  BW_TRY(CheckIntegration(uses, call, row.integration));
  BW_TRY(uses.integrations.CheckReachable(call.caller(), row.objects));
  BW_TRY_ASSIGN(const WebhookEndpoint made, uses.subscribers.AddOwn(call.caller(), std::move(row)));
  std::string text;
  json::Writer(text).BeginObject().Key("subscriber_id").String(made.id).EndObject();
  Reply reply = door::JsonReply(200, std::move(text));
  reply.headers.Add("Location", uses.base_url + std::string(kSubscribers) + "/" + made.id);
  return reply;
}

void WriteTexts(json::Writer& writer, std::string_view key, const std::vector<std::string>& texts) {
  writer.Key(key).BeginArray();
  for (const std::string& text : texts) writer.String(text);
  writer.EndArray();
}

void WriteSubscriber(json::Writer& writer, const WebhookEndpoint& row) {
  writer.BeginObject().Key("subscriber_id").String(row.id).Key("name").String(row.name);
  WriteTexts(writer, "event", row.events);
  WriteTexts(writer, "objectids", row.objects);
  WriteTexts(writer, "object_ids", row.objects);
  WriteIntegration(writer, row.integration);
  writer.Key("filters").String(row.filter);
  writer.Key("subscriber_type").String("webhook").EndObject();
}

Result<Reply> ListSubscribers(const Uses& uses, Call& call) {
  BW_TRY(uses.integrations.CheckReader(call.caller()));
  BW_TRY_ASSIGN(const auto rows, uses.subscribers.ListOwn(call.caller()));
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("items").BeginArray();
  for (const WebhookEndpoint& row : rows) WriteSubscriber(writer, row);
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

// DecodeId refuses what cannot be an id. The paths of the vendor's connector that look like one
// (contract section 6, point 8) are refused so too.
Result<std::string> DecodeId(const Call& call) {
  std::string id = call.Param("subscriber_id");
  const bool is_id = id.starts_with(kIdPrefix) && base::IsUlid(id.substr(kIdPrefix.size()));
  if (is_id) return id;
  return Wrong("The id of a subscriber is wsub_ and 26 letters or digits.", "subscriber_id");
}

Result<Reply> ReadSubscriber(const Uses& uses, Call& call) {
  BW_TRY(uses.integrations.CheckReader(call.caller()));
  BW_TRY_ASSIGN(const std::string id, DecodeId(call));
  BW_TRY_ASSIGN(const WebhookEndpoint row, uses.subscribers.GetOwn(call.caller(), id));
  std::string body;
  json::Writer writer(body);
  WriteSubscriber(writer, row);
  return door::JsonReply(200, std::move(body));
}

// A caller may unsubscribe even if its profile allows to read nothing any more.
Result<Reply> Unsubscribe(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string id, DecodeId(call));
  BW_TRY(uses.subscribers.DeleteOwn(call.caller(), id));
  return door::EmptyReply(200);
}

using enum http::Method;
constexpr Row kRows[] = {
    {kGet, "metadata/event", ListEvents, "workspan.list_events", "List the events", &kListEvents},
    {kGet, "metadata/event/{event}", ReadEventSchema, "workspan.event_schema",
     "Read the schema of the callbacks of an event", &kEventSchema},
    {kGet, "metadata/integration", ListIntegrations, "workspan.list_integrations",
     "List the integrations of the company", &kListIntegrations},
    {kGet, "metadata/integration/{integration_id}", ReadIntegrationSchema,
     "workspan.integration_schema", "Read the schema of the callbacks about its objects",
     &kIntegrationSchema},
    {kPost, "subscriber", Subscribe, "workspan.subscribe", "Register a callback", &kSubscribe},
    {kGet, "subscriber", ListSubscribers, "workspan.list_subscribers",
     "List the callbacks of the application", &kListSubscribers},
    {kGet, "subscriber/{subscriber_id}", ReadSubscriber, "workspan.read_subscriber",
     "Read a callback", &kReadSubscriber},
    {kDelete, "subscriber/{subscriber_id}", Unsubscribe, "workspan.unsubscribe",
     "Delete a callback", &kUnsubscribe},
};

}  // namespace

std::vector<door::Route> EventRoutes(const Uses& uses, const Dialects& dialects) {
  return RoutesOf(uses, dialects.resource, "/event/v1/", kRows);
}

}  // namespace bearward::dialects::workspan
