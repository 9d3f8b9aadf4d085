// Planning: the deliveries of an event of the log to some receivers. Planner plans new events,
// Deliveries::Replay plans old ones again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "model/event.h"
#include "model/webhook_delivery.h"
#include "model/webhook_endpoint.h"
#include "store/transaction.h"
#include "webhooks/audience.h"

namespace bearward::webhooks {

// AddDeliveries appends the deliveries of one event, without ids and times, to those receivers of
// the audience that are in its environment, that were made before it, and that Audience::admit
// admits.
base::Status AddDeliveries(store::ReadTx& tx, const Audience& audience, const model::Event& event,
                           std::span<const model::WebhookEndpoint* const> receivers,
                           std::vector<model::WebhookDelivery>& deliveries);

// InsertInOrder inserts those that are not pending already, and returns how many. The deliveries of
// one event are sent in this order.
base::Result<std::int64_t> InsertInOrder(store::WriteTx& tx,
                                         std::span<const model::WebhookDelivery> deliveries,
                                         base::Time now, base::Entropy& entropy);

}  // namespace bearward::webhooks
