#include "dialects/workos/events.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workos/event_names.h"
#include "dialects/workos/event_shapes.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::ListQuery;

constexpr std::string_view kEvents = "events";
constexpr std::string_view kOrganizationId = "organization_id";
constexpr std::string_view kRangeStart = "range_start";
constexpr std::string_view kRangeEnd = "range_end";
constexpr auto kFilters =
    std::to_array<std::string_view>({kEvents, kOrganizationId, kRangeStart, kRangeEnd});

base::Error BadRequest(std::string text) {
  return base::Invalid("invalid_events_request", std::move(text));
}

// The store knows cursors as numbers.
base::Status TranslateCursor(std::optional<std::string>& cursor, std::string_view name) {
  if (!cursor) return {};
  const auto number = NumberOf(*cursor);
  if (!number) {
    return base::Fail(base::Invalid("invalid_cursor", "`" + std::string(name) + "` is no event.",
                                    {std::string(name)}));
  }
  cursor = std::to_string(*number);
  return {};
}

Result<std::vector<model::EventType>> TypesOf(const ListQuery& list) {
  const auto* const names = list.Find(kEvents);
  if (names == nullptr || std::ranges::all_of(*names, &std::string::empty)) {
    return base::Fail(BadRequest("Send `events` with the names of at least one event."));
  }
  for (const std::string& name : *names) {
    if (std::ranges::binary_search(kEventNames, name) ||
        std::ranges::binary_search(kOtherEventNames, name)) {
      continue;
    }
    return base::Fail(
        base::Invalid("invalid_value", "Unknown event \"" + name + "\".", {std::string(kEvents)}));
  }
  return EventTypesOf(*names);
}

Result<store::EventQuery> ReadQuery(ListQuery list) {
  store::EventQuery query;
  BW_TRY_ASSIGN(query.types, TypesOf(list));
  BW_TRY_ASSIGN(query.from, list.Time(kRangeStart));
  BW_TRY_ASSIGN(query.to, list.Time(kRangeEnd));
  BW_TRY_ASSIGN(const auto organization, list.One(kOrganizationId));
  if (organization) query.organization = {*organization};
  if (list.page.after && query.from) {
    return base::Fail(BadRequest("Send either `after` or `range_start`."));
  }
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  BW_TRY(TranslateCursor(query.after, "after"));
  BW_TRY(TranslateCursor(query.before, "before"));
  return query;
}

// EndOf returns the id of the event with this number, which the page need not have.
std::optional<std::string> EndOf(const store::EventPage& page,
                                 const std::optional<std::string>& number) {
  if (!number) return std::nullopt;
  for (const model::Event& event : page.events) {
    if (std::to_string(event.number) == *number) return EventIdOf(event);
  }
  return CursorOf(std::stoll(*number));
}

// WriteEvents omits events with other names, because one type of the log may be several events of
// the vendor.
base::Status WriteEvents(store::ReadTx& tx, const store::EventPage& page,
                         const std::vector<std::string>& names, json::Writer& writer) {
  for (const model::Event& event : page.events) {
    BW_TRY_ASSIGN(const auto encoded, EncodeEvent(tx, event));
    if (encoded && std::ranges::find(names, encoded->event) != names.end()) {
      writer.Raw(encoded->body);
    }
  }
  return {};
}

Result<door::Reply> ListEvents(const events::Events& events, const Call& call) {
  BW_TRY_ASSIGN(const ListQuery list, door::ParseListQuery(call.request().query, kFilters, false));
  BW_TRY_ASSIGN(store::EventQuery query, ReadQuery(list));
  const auto* const names = list.Find(kEvents);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("list").Key("data").BeginArray();
  std::optional<std::string> after;
  const bool none = query.types.empty();  // only events that this server does not produce
  const auto write = [&](store::ReadTx& tx, const store::EventPage& page) -> base::Status {
    if (none) return {};
    BW_TRY(WriteEvents(tx, page, *names, writer));
    after = EndOf(page, page.ends.after);
    return {};
  };
  BW_TRY(events.ReadAll(call.caller(), std::move(query), write));
  writer.EndArray().Key("list_metadata").BeginObject().Key("after");
  writer.Raw(after ? json::Quote(*after) : "null").EndObject().EndObject();
  return door::JsonReply(200, std::move(text));
}

constexpr json::Schema kData = {.type = json::Type::kObject, .open = true};
constexpr json::Property kEventMembers[] = {{"object", json::Word<"event">()},
                                            {"id", json::kText},
                                            {"event", json::kText, true, "The name of the event."},
                                            {"data", kData},
                                            {"created_at", json::kTime},
                                            {"context", kData}};
constexpr json::Schema kEvent = json::ObjectOf(kEventMembers, "WorkOSEvent");
constexpr json::Property kMetadataMembers[] = {{"after", door::kCursor}};
constexpr json::Schema kMetadata = json::ObjectOf(kMetadataMembers, "WorkOSEventListMetadata");
constexpr json::Property kListMembers[] = {
    door::kListObject, {"data", json::ListOf(kEvent)}, {"list_metadata", kMetadata}};
constexpr json::Schema kEventList = json::ObjectOf(kListMembers, "WorkOSEventList");
constexpr door::Parameter kQuery[] = {
    door::kLimit,
    door::kOrder,
    door::kAfter,
    door::kBefore,
    {kEvents, json::kTexts, true, "Names of events."},
    {kOrganizationId, json::kText, false, "Events about this organization only."},
    {kRangeStart, json::kTime, false, "Events from this time on; not together with after."},
    {kRangeEnd, json::kTime, false, "Events before this time."}};
constexpr door::Contract kListEvents = {
    .query = kQuery,
    .successes = door::kAnswer<200,
                               "One page of the list. It may be empty although `after` names "
                               "a next page.",
                               kEventList>,
    .errors = door::kStatuses<422>};

}  // namespace

std::vector<door::Route> EventRoutes(const events::Events& events, const door::Mount& mount) {
  door::Guard guard = mount.guard;
  guard.need = model::Need::Live();
  return {{http::Method::kGet, "/events", guard, door::RunOn::kWorker,
           [&events](Call& call) { return ListEvents(events, call); }, "workos.list_events",
           "List the events of some types", &kListEvents, &mount.dialect}};
}

}  // namespace bearward::dialects::workos
