#include "webhooks/planning.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "base/id.h"
#include "store/webhooks.h"

namespace bearward::webhooks {
namespace {

using model::Event;
using model::WebhookDelivery;
using model::WebhookEndpoint;

bool MayReceive(const WebhookEndpoint& endpoint, const Event& event) {
  return endpoint.environment == event.environment && endpoint.created_at <= event.at;
}

// Deliveries with the same number are sent in the order of their ids, and the ids of one
// millisecond are random.
std::vector<std::string> SortedIds(std::size_t count, base::Time now, base::Entropy& entropy) {
  std::vector<std::string> ids(count);
  for (std::string& id : ids) id = "wd_" + base::NewUlid(now, entropy);
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

base::Status AddDeliveries(store::ReadTx& tx, const Audience& audience, const Event& event,
                           std::span<const WebhookEndpoint* const> receivers,
                           std::vector<WebhookDelivery>& deliveries) {
  const auto may_receive = [&](const WebhookEndpoint* one) { return MayReceive(*one, event); };
  if (!audience.encode || std::ranges::none_of(receivers, may_receive)) return {};
  BW_TRY_ASSIGN(const auto events, audience.encode(tx, event));
  for (const Encoded& encoded : events) {
    for (const WebhookEndpoint* receiver : receivers) {
      if (!may_receive(receiver)) continue;
      BW_TRY_ASSIGN(auto body, audience.admit(tx, *receiver, encoded));
      if (!body) continue;
      WebhookDelivery delivery;
      delivery.environment = event.environment;
      delivery.endpoint = receiver->id;
      delivery.event_id = encoded.id;
      delivery.event = encoded.event;
      delivery.object_id = event.target;
      delivery.sequence = event.number;
      delivery.payload = *std::move(body);
      deliveries.push_back(std::move(delivery));
    }
  }
  return {};
}

// Without the check for pending deliveries a client that repeats a replay whose answer was lost, or
// that replays an event before it was planned, would plan it twice.
base::Result<std::int64_t> InsertInOrder(store::WriteTx& tx,
                                         std::span<const WebhookDelivery> deliveries,
                                         base::Time now, base::Entropy& entropy) {
  std::vector<std::string> ids = SortedIds(deliveries.size(), now, entropy);
  std::int64_t inserted = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    WebhookDelivery delivery = deliveries[i];
    BW_TRY_ASSIGN(const bool is_pending, store::HasPending(tx, delivery));
    if (is_pending) continue;
    delivery.id = std::move(ids[i]);
    delivery.created_at = delivery.updated_at = now;
    BW_TRY(store::PlanDelivery(tx, std::move(delivery)));
    ++inserted;
  }
  return inserted;
}

}  // namespace bearward::webhooks
