#include "dialects/v1/events.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/guard.h"
#include "door/list_query.h"
#include "json/optional.h"
#include "model/event_names.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::ListQuery;

constexpr std::array<std::string_view, 5> kFilters = {"type", "actor_id", "target", "from", "to"};

Result<std::vector<model::EventType>> TypesOf(const ListQuery& list) {
  std::vector<model::EventType> types;
  const auto* const names = list.Find("type");
  if (names == nullptr) return types;
  for (const std::string& name : *names) {
    const auto type = model::ParseEventName(name);
    if (!type) {
      return base::Fail(base::Invalid("invalid_value", model::UnknownEvent(name), {"type"}));
    }
    types.push_back(*type);
  }
  return types;
}

Result<store::EventQuery> ReadQuery(const door::Call& call) {
  BW_TRY_ASSIGN(ListQuery list, door::ParseListQuery(call.request().query, kFilters, true));
  store::EventQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  BW_TRY_ASSIGN(query.types, TypesOf(list));
  BW_TRY_ASSIGN(query.actor, list.One("actor_id"));
  BW_TRY_ASSIGN(query.target, list.One("target"));
  BW_TRY_ASSIGN(query.from, list.Time("from"));
  BW_TRY_ASSIGN(query.to, list.Time("to"));
  return query;
}

void WriteEvent(json::Writer& writer, const model::Event& event) {
  writer.BeginObject().Key("object").String("event").Key("number").Int(event.number);
  writer.Key("environment_id").String(event.environment.text);
  json::WriteOptional(writer.Key("organization_id"), event.organization);
  writer.Key("type").String(model::EventName(event.type));
  writer.Key("actor_kind").String(event.actor.kind).Key("actor_id").String(event.actor.id);
  writer.Key("credential_id").String(event.actor.credential_id);
  writer.Key("address").String(event.actor.origin.address);
  writer.Key("request_id").String(event.actor.origin.request_id);
  writer.Key("target").String(event.target);
  writer.Key("at").String(base::FormatIsoMillis(event.at));
  writer.Key("data").Raw(event.data).EndObject();
}

Result<door::Reply> ListEvents(const events::Events& events, const door::Call& call) {
  BW_TRY_ASSIGN(store::EventQuery query, ReadQuery(call));
  BW_TRY_ASSIGN(const store::EventPage page, events.List(call.caller(), std::move(query)));
  door::ListWriter writer;
  for (const model::Event& event : page.events) WriteEvent(writer.items(), event);
  return writer.Finish(page.ends);
}

Result<door::Reply> ReadEvent(const events::Events& events, const door::Call& call) {
  const auto number = door::ParseInteger(call.Param("number"));
  // The smallest number has none before it, after which the log could be read.
  if (!number || *number < 1) {
    return base::Fail(base::NotFound("event_not_found", "No such event."));
  }
  BW_TRY_ASSIGN(const model::Event event, events.Get(call.caller(), *number));
  std::string text;
  json::Writer writer(text);
  WriteEvent(writer, event);
  return door::JsonReply(200, std::move(text));
}

}  // namespace

std::vector<door::Route> EventRoutes(const events::Events& events, const door::Dialect& dialect) {
  door::Guard guard = TokenOrKey();
  guard.need = model::Need::All({events::kReadPermission});
  return {{http::Method::kGet, "/v1/events", guard, door::RunOn::kWorker,
           [&events](door::Call& call) { return ListEvents(events, call); }, "v1.list_events",
           "List events, the newest first", &kListEvents, &dialect},
          {http::Method::kGet, "/v1/events/{number}", guard, door::RunOn::kWorker,
           [&events](door::Call& call) { return ReadEvent(events, call); }, "v1.read_event",
           "Read an event", &kReadEvent, &dialect}};
}

}  // namespace bearward::dialects::v1
