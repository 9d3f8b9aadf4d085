#include "dialects/v1/webhooks.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "door/rest.h"
#include "door/row_members.h"
#include "json/view.h"

namespace bearward::dialects::v1 {
namespace {

using door::Call;

constexpr const char* kEndpoints = "/v1/webhook_endpoints";
constexpr const char* kSubscribers = "/v1/webhook_subscribers";
constexpr const char* kDeliveries = "/v1/webhook_endpoints/{endpoint_id}/deliveries";
constexpr const char* kAttempts =
    "/v1/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/attempts";
constexpr json::Property kSecretMember[] = {{"secret", json::kText}};

using model::WebhookEndpoint;
using View = json::View<WebhookEndpoint>;
constexpr View::Member kState[] = {
    View::Of<&WebhookEndpoint::paused_until>(
        "paused_until", "Nothing is sent before this time, because of failures."),
    View::Of<&WebhookEndpoint::failures>("failures",
                                         "Consecutive failures that are not about one event."),
    View::Of<&WebhookEndpoint::failing_since>(
        "failing_since",
        "The first failed attempt after the last success. After five days the endpoint is "
        "disabled.")};
constexpr auto& kStateMembers = json::kPropertiesOf<kState>;

// Without the secret, which only the routes of the vendor and its replacement return.
std::vector<door::Route> StateRoutes(const webhooks::Endpoints& endpoints,
                                     const door::Mount& mount) {
  return door::Rest(endpoints, kEndpoints, mount,
                    {.output = kStateMembers, .write = &door::RowMembers<kState>})
      .Get("v1.read_webhook_endpoint", "Read an endpoint of webhooks and its state")
      .Rows();
}

auto RollSecret(const webhooks::Receivers& receivers) {
  return door::Typed(receivers, &webhooks::Receivers::RollSecret);
}

std::vector<door::Route> EndpointRoutes(const webhooks::Endpoints& endpoints,
                                        const door::Mount& mount) {
  door::Mount own = mount;  // the answer differs from that of StateRoutes
  own.schema_prefix = "Rolled";
  return door::Rest(endpoints, kEndpoints, own,
                    {.output = kSecretMember,
                     .write =
                         [&endpoints](const model::Caller& /*caller*/,
                                      std::span<const model::AnyRow> rows) {
                           return endpoints.SecretMembers(rows);
                         }})
      .Action(http::Method::kPost, "/roll_secret", 200, RollSecret(endpoints),
              "v1.roll_webhook_secret",
              "Replace the secret of an endpoint; the previous one signs for another 24 hours too")
      .Rows();
}

std::string_view Itself(std::string_view name) { return name; }
using NameView = json::View<std::string_view>;
constexpr NameView::Member kNameMembers[] = {NameView::Object<"webhook_event">(),
                                             NameView::Of<&Itself>("name")};
constexpr json::Schema kName = json::kSchemaOf<kNameMembers, "WebhookEventName">;
constexpr json::Schema kNames = json::ObjectOf(door::kListMembers<kName>, "WebhookEventNames");
constinit const door::Contract kListNames = {
    .body = &json::kNoMembers, .successes = door::kAnswer<200, "The names of all events.", kNames>};

base::Result<door::Reply> ListNames(const webhooks::Endpoints& endpoints, const Call& call) {
  BW_TRY_ASSIGN(const auto names, endpoints.EventNames(call.caller()));
  door::ListWriter list;
  for (const std::string_view name : names) json::WriteView<kNameMembers>(list.items(), name);
  return list.Finish({});
}

static_assert(std::size(kStateMembers) == 3, "kSubscriberMembers has all of them");
constexpr json::Property kSubscriberMembers[] = {{"endpoint_url", json::kText},
                                                 {"secret", json::kText},
                                                 kStateMembers[0],
                                                 kStateMembers[1],
                                                 kStateMembers[2]};

base::Result<std::vector<std::string>> WriteSubscribers(const webhooks::Subscribers& subscribers,
                                                        const model::Caller& caller,
                                                        std::span<const model::AnyRow> rows) {
  BW_TRY_ASSIGN(auto texts, subscribers.PrivateMembers(rows));
  BW_TRY_ASSIGN(const auto states, door::RowMembers<kState>(caller, rows));
  for (std::size_t at = 0; at < texts.size(); ++at) texts[at] += "," + states[at];
  return texts;
}

// Subscribers are registered in the APIs of vendors, and managed here.
std::vector<door::Route> SubscriberRoutes(const webhooks::Subscribers& subscribers,
                                          const door::Mount& mount) {
  return door::Rest(
             subscribers, kSubscribers, mount,
             {.output = kSubscriberMembers,
              .write =
                  [&subscribers](const model::Caller& caller, std::span<const model::AnyRow> rows) {
                    return WriteSubscribers(subscribers, caller, rows);
                  }})
      .List("v1.list_webhook_subscribers", "List the callbacks that vendors' clients registered")
      .Get("v1.read_webhook_subscriber", "Read a callback")
      .Update(http::Method::kPatch, "v1.update_webhook_subscriber", "Enable or disable a callback")
      .Delete(204, "v1.delete_webhook_subscriber", "Delete a callback")
      .Action(http::Method::kPost, "/roll_secret", 200, RollSecret(subscribers),
              "v1.roll_subscriber_secret",
              "Replace the secret of a callback; the previous one signs for another 24 hours too")
      .Rows();
}

std::vector<door::Route> DeliveryRoutes(const webhooks::Deliveries& deliveries,
                                        const door::Mount& mount) {
  const auto list = [&deliveries](const Call& call, store::PageQuery query) {
    return deliveries.ListOf(call.caller(), call.Param("endpoint_id"), std::move(query));
  };
  const auto send_test = [&deliveries](const door::NewRow& input) {
    return deliveries.SendTest(input.call.caller(), input.row);
  };
  return door::Rest(deliveries, kDeliveries, mount, {.create = send_test})
      .ListBy(list, "v1.list_webhook_deliveries", "List the deliveries to an endpoint")
      .Create(201, "v1.send_test_webhook", "Send a test event to an endpoint")
      .Get("v1.read_webhook_delivery", "Read a delivery")
      .Action(http::Method::kPost, "/resend", 201,
              door::Typed(deliveries, &webhooks::Deliveries::Resend), "v1.resend_webhook",
              "Send the event of a delivery again")
      .Rows();
}

constexpr json::Property kRangeMembers[] = {
    json::Optional("from", json::kTime,
                   "Events at or after this time. Required unless `after` is sent."),
    json::Optional("to", json::kTime, "Events before this time."),
    json::Optional("after", json::kText, "`after` of the answer before, to go on.")};
constexpr json::Schema kRange = json::ObjectOf(kRangeMembers, "WebhookReplayRange");
using webhooks::Replayed;
using ReplayView = json::View<Replayed>;
constexpr ReplayView::Member kReplayMembers[] = {
    ReplayView::Object<"webhook_replay">(),
    ReplayView::Of<&Replayed::planned>("planned", "Deliveries that were planned."),
    ReplayView::Of<&Replayed::after>(
        "after",
        "The position from which the next request goes on; null if no event of the range "
        "remains.")};
constexpr json::Schema kReplay = json::kSchemaOf<kReplayMembers, "WebhookReplay">;
constinit const door::Contract kReplayContract = {
    .body = &kRange,
    .successes = door::kAnswer<200, "The events are delivered again.", kReplay>,
    .errors = door::kStatuses<404>};

base::Result<door::Reply> Replay(const webhooks::Deliveries& deliveries, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  webhooks::ReplayRange range;
  BW_TRY_ASSIGN(range.from, body.Time("from"));
  BW_TRY_ASSIGN(range.to, body.Time("to"));
  BW_TRY_ASSIGN(range.after, body.Text("after"));
  BW_TRY_ASSIGN(const Replayed replayed, deliveries.Replay(call.caller(), call.Param("id"), range));
  return door::JsonReply(200, json::ViewText<kReplayMembers>(replayed));
}

std::vector<door::Route> AttemptRoutes(const webhooks::Deliveries& deliveries,
                                       const door::Mount& mount) {
  const auto list = [&deliveries](const Call& call, store::PageQuery query) {
    return deliveries.AttemptsOf(call.caller(), call.Param("endpoint_id"),
                                 call.Param("delivery_id"), std::move(query));
  };
  return door::Rest(deliveries.attempts(), kAttempts, mount)
      .ListBy(list, "v1.list_webhook_attempts", "List the attempts of a delivery")
      .Rows();
}

}  // namespace

std::vector<door::Route> WebhookRoutes(const WebhookUses& uses, const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true};
  auto routes = EndpointRoutes(uses.endpoints, mount);
  routes.push_back(
      {http::Method::kGet, "/v1/webhook_events", TokenOrKey(), door::RunOn::kWorker,
       [&endpoints = uses.endpoints](Call& call) { return ListNames(endpoints, call); },
       "v1.list_webhook_events", "List the names of the events to which an endpoint may subscribe",
       &kListNames, &dialect});
  routes.push_back(
      {http::Method::kPost, "/v1/webhook_endpoints/{id}/replay", TokenOrKey(), door::RunOn::kWorker,
       [&deliveries = uses.deliveries](Call& call) { return Replay(deliveries, call); },
       "v1.replay_webhook",
       "Send the events of a period to an endpoint again, a part of them for each request",
       &kReplayContract, &dialect});
  for (auto part :
       {StateRoutes(uses.endpoints, mount), SubscriberRoutes(uses.subscribers, mount),
        DeliveryRoutes(uses.deliveries, mount), AttemptRoutes(uses.deliveries, mount)}) {
    std::ranges::move(part, std::back_inserter(routes));
  }
  return routes;
}

}  // namespace bearward::dialects::v1
