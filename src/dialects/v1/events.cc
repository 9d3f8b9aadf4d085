#include "dialects/v1/events.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "base/near_miss.h"
#include "base/time.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/guard.h"
#include "door/list_query.h"

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
      return base::Fail(base::Invalid(
          "invalid_value", "Unknown event type \"" + name + "\". docs/events.md lists them.",
          {"type"}));
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
  writer.Key("environment_id").String(event.environment.text).Key("organization_id");
  if (event.organization) {
    writer.String(event.organization->text);
  } else {
    writer.Null();
  }
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

}  // namespace

std::vector<door::Route> EventRoutes(const events::Events& events, const door::Dialect& dialect) {
  door::Route route;
  route.method = http::Method::kGet;
  route.pattern = "/v1/events";
  route.guard = TokenOrKey();
  route.guard.need = model::Need::All({events::kReadPermission});
  route.run = [&events](door::Call& call) { return ListEvents(events, call); };
  route.operation = "v1.list_events";
  route.summary = "List events, the newest first";
  route.contract = &kListEvents;
  route.dialect = &dialect;
  return {route};
}

}  // namespace bearward::dialects::v1
