#include "dialects/v1/events.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"
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

std::string_view TypeOf(const model::Event& event) { return model::EventName(event.type); }

using model::Actor;
using model::Event;
using View = json::View<Event>;
constexpr View::Member kMembers[] = {
    View::Object<"event">(),
    View::Of<&Event::number>("number", "Events are numbered without gaps."),
    View::Of<&Event::environment>("environment_id"),
    View::Of<&Event::organization>("organization_id"),
    View::Of<&TypeOf>("type"),
    View::Of<&Event::actor, &Actor::kind>("actor_kind"),
    View::Of<&Event::actor, &Actor::id>("actor_id"),
    View::Of<&Event::actor, &Actor::credential_id>("credential_id"),
    View::Of<&Event::actor, &Actor::origin, &model::Origin::address>("address"),
    View::Of<&Event::actor, &Actor::origin, &model::Origin::request_id>("request_id"),
    View::Of<&Event::target>("target", "Id of the object that changed."),
    View::Of<&Event::at>("at"),
    View::Json<&Event::data>("data")};
constexpr json::Schema kEvent = json::kSchemaOf<kMembers, "Event">;
constexpr json::Schema kEventList = json::ObjectOf(door::kListMembers<kEvent>, "EventList");
constexpr door::Parameter kEventQuery[] = {
    door::kLimit,
    door::kOrder,
    door::kAfter,
    door::kBefore,
    {"type", json::kTexts, false, "Only events of these types, which docs/events.md lists."},
    {"actor_id", json::kText, false, "Only events of this actor."},
    {"target", json::kText, false, "Only events of this target."},
    {"from", json::kTime, false, "Only events at or after this time."},
    {"to", json::kTime, false, "Only events before this time."},
};
constinit const door::Contract kListEvents = {
    .body = &json::kNoMembers,
    .query = kEventQuery,
    .successes = door::kAnswer<200, "The events, by default the newest first.", kEventList>};
constinit const door::Contract kReadEvent = {.body = &json::kNoMembers,
                                             .successes = door::kAnswer<200, "The event.", kEvent>};

Result<door::Reply> ListEvents(const events::Events& events, const door::Call& call) {
  BW_TRY_ASSIGN(store::EventQuery query, ReadQuery(call));
  BW_TRY_ASSIGN(const store::EventPage page, events.List(call.caller(), std::move(query)));
  door::ListWriter writer;
  for (const Event& event : page.events) json::WriteView<kMembers>(writer.items(), event);
  return writer.Finish(page.ends);
}

Result<door::Reply> ReadEvent(const events::Events& events, const door::Call& call) {
  const auto number = door::ParseInteger(call.Param("number"));
  // The smallest number has none before it, after which the log could be read.
  if (!number || *number < 1) {
    return base::Fail(base::NotFound("event_not_found", "No such event."));
  }
  BW_TRY_ASSIGN(const Event event, events.Get(call.caller(), *number));
  return door::JsonReply(200, json::ViewText<kMembers>(event));
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
