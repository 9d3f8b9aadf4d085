#include "webhooks/deliveries.h"

#include <memory>
#include <utility>

#include "base/id.h"
#include "base/invalid.h"
#include "json/writer.h"
#include "model/event.h"
#include "store/events.h"
#include "store/webhooks.h"
#include "webhooks/planning.h"

namespace bearward::webhooks {
namespace {

using base::Result;
using model::WebhookDelivery;
using model::WebhookEndpoint;

// Rows of the log are written by the delivery, without an event of their own: a failed delivery
// must not cause another one.
resource::Rules LogRules() {
  return {.read = {},
          .write = {},
          .events = {model::EventType::kWebhookEndpointUpdated,
                     model::EventType::kWebhookEndpointUpdated,
                     model::EventType::kWebhookEndpointUpdated}};
}

base::Status CheckRange(const ReplayRange& range) {
  if (range.from || range.after) return {};
  return base::Fail(
      base::Invalid("missing_field",
                    "State `from`, the time of the first event to replay, or `after`, "
                    "the position from an earlier answer.",
                    {"from"}));
}

std::size_t PayloadBytes(const std::vector<WebhookDelivery>& deliveries) {
  std::size_t bytes = 0;
  for (const WebhookDelivery& delivery : deliveries) bytes += delivery.payload.size();
  return bytes;
}

std::string ReplayData(const ReplayRange& range, const Replayed& replayed) {
  std::string data;
  json::Writer writer(data);
  const auto put = [&](std::string_view name, const std::optional<std::string>& text) {
    if (text) writer.Key(name).String(*text);
  };
  const auto put_time = [&](std::string_view name, const std::optional<base::Time>& time) {
    if (time) writer.Key(name).String(base::FormatIsoMillis(*time));
  };
  writer.BeginObject().Key("changes").BeginObject().EndObject().Key("replay").BeginObject();
  put_time("from", range.from);
  put_time("to", range.to);
  put("after", range.after);
  writer.Key("planned").Int(replayed.planned);
  put("read_to", replayed.after);
  writer.EndObject().EndObject();
  return data;
}

}  // namespace

Deliveries::Deliveries(const resource::Parts& parts, const Endpoints& endpoints,
                       const Subscribers& subscribers, Forms forms)
    : VerbsOf(model::kWebhookDelivery, LogRules(), parts),
      parts_(parts),
      endpoints_(endpoints),
      subscribers_(subscribers),
      forms_(std::move(forms)),
      attempts_(model::kWebhookAttempt, LogRules(), parts) {}

Result<WebhookEndpoint> Deliveries::FindReceiver(const model::Caller& caller,
                                                 const std::string& id) const {
  auto endpoint = endpoints_.Get(caller, id);
  if (endpoint || endpoint.error().code != base::Code::kNotFound) return endpoint;
  auto subscriber = subscribers_.Get(caller, id);
  if (subscriber) return subscriber;
  // The path names an endpoint, so that is what is missing.
  const bool is_missing = subscriber.error().code == base::Code::kNotFound;
  return base::Fail(is_missing ? endpoint.error() : subscriber.error());
}

Result<resource::Page> Deliveries::ListOf(const model::Caller& caller, const std::string& endpoint,
                                          store::PageQuery query) const {
  BW_TRY(FindReceiver(caller, endpoint));
  query.conditions.push_back(store::OfEndpoint(endpoint));
  return List(caller, std::move(query));
}

Result<resource::Page> Deliveries::AttemptsOf(const model::Caller& caller,
                                              const std::string& endpoint,
                                              const std::string& delivery,
                                              store::PageQuery query) const {
  BW_TRY(FindReceiver(caller, endpoint));
  BW_TRY(Get(caller, {delivery, {{record().Find("endpoint_id"), {endpoint}}}}));
  query.conditions.push_back(store::OfDelivery(delivery));
  return attempts_.List(caller, std::move(query));
}

Result<WebhookDelivery> Deliveries::Resend(const model::Caller& caller,
                                           const resource::Address& at) const {
  BW_TRY_ASSIGN(const WebhookDelivery delivery, Get(caller, at));
  BW_TRY(FindReceiver(caller, delivery.endpoint));
  return Insert(caller, delivery);
}

Result<Deliveries::Found> Deliveries::FindAgain(store::ReadTx& tx, const WebhookEndpoint& receiver,
                                                const ReplayRange& range) const {
  store::EventQuery query;
  query.environment = receiver.environment;
  query.from = range.from;
  query.to = range.to;
  query.order = store::Order::kAscending;
  query.after = range.after;
  query.limit = store::kLongestPage;
  const Audience& audience = AudienceOf(forms_.audiences, receiver.subject_kind);
  const WebhookEndpoint* const receivers[] = {&receiver};
  Found found;
  const auto is_enough = [&] {
    return found.deliveries.size() >= kEnoughReplayed ||
           PayloadBytes(found.deliveries) >= kEnoughReplayedBytes;
  };
  for (int i = 0; i < kReplayedPages && !is_enough(); ++i) {
    BW_TRY_ASSIGN(const store::EventPage page, store::FindEvents(tx, query));
    for (const model::Event& event : page.events) {
      BW_TRY(AddDeliveries(tx, audience, event, receivers, found.deliveries));
    }
    found.after = query.after = page.ends.after;
    if (!found.after) break;
  }
  return found;
}

// A request that plans nothing changes nothing, so it is not in the event log.
Result<Replayed> Deliveries::Replay(const model::Caller& caller, const std::string& receiver,
                                    const ReplayRange& range) const {
  BW_TRY_ASSIGN(const WebhookEndpoint row, FindReceiver(caller, receiver));
  BW_TRY(CheckRange(range));
  BW_TRY_ASSIGN(const Found found,
                parts_.store.Read([&](store::ReadTx& tx) { return FindAgain(tx, row, range); }));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<Replayed> {
    Replayed replayed{.after = found.after};
    BW_TRY_ASSIGN(replayed.planned, InsertInOrder(tx, found.deliveries, by.at(), parts_.entropy));
    if (replayed.planned == 0) return replayed;
    BW_TRY(tx.Append(by.Make(model::EventType::kWebhookEndpointUpdated, row.id, OrganizationOf(row),
                             ReplayData(range, replayed))));
    return replayed;
  });
}

Result<model::AnyRow> Deliveries::SendTest(const model::Caller& caller,
                                           const model::AnyRow& row) const {
  WebhookDelivery delivery;
  delivery.endpoint = static_cast<const WebhookDelivery*>(row.get())->endpoint;
  BW_TRY(endpoints_.Get(caller, delivery.endpoint));
  const base::Time now = parts_.clock.Now();
  Encoded test = forms_.make_test("event_" + base::NewUlid(now, parts_.entropy), now);
  delivery.event_id = std::move(test.id);
  delivery.event = std::move(test.event);
  delivery.payload = std::move(test.body);
  BW_TRY_ASSIGN(const WebhookDelivery made, Insert(caller, delivery));
  return std::make_shared<WebhookDelivery>(made);
}

// A new delivery has an object of its own, so that it waits for no other and none waits for it.
Result<WebhookDelivery> Deliveries::Insert(const model::Caller& caller,
                                           const WebhookDelivery& wanted) const {
  WebhookDelivery made;
  const base::Time now = parts_.clock.Now();
  made.id = "wd_" + base::NewUlid(now, parts_.entropy);
  made.environment = caller->environment;
  made.created_at = made.updated_at = now;
  made.next_at = now;
  made.endpoint = wanted.endpoint;
  made.event_id = wanted.event_id;
  made.event = wanted.event;
  made.object_id = made.id;
  made.payload = wanted.payload;
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) { return store::PlanDelivery(tx, made); }));
  return made;
}

}  // namespace bearward::webhooks
