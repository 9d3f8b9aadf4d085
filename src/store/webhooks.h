// Tables of the endpoints of webhooks and of subscribers, the deliveries to them and their
// attempts, and the position of the planner in the event log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/webhook_delivery.h"
#include "model/webhook_endpoint.h"
#include "store/page.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// WebhookEndpoints, WebhookSubscribers, WebhookDeliveries and WebhookAttempts return the tables,
// and TableOfEndpoint that of a row. Every function below that takes an endpoint takes a subscriber
// too.
const TableOf<model::WebhookEndpoint>& WebhookEndpoints();
const TableOf<model::WebhookEndpoint>& WebhookSubscribers();
const TableOf<model::WebhookEndpoint>& TableOfEndpoint(const model::WebhookEndpoint& endpoint);
const TableOf<model::WebhookDelivery>& WebhookDeliveries();
const TableOf<model::WebhookAttempt>& WebhookAttempts();

// OfEndpoint and OfDelivery select the rows of a list that belong to one endpoint or delivery.
Condition OfEndpoint(std::string_view endpoint);
Condition OfDelivery(std::string_view delivery);

// ListSubscribersOf returns the subscribers of one subject in the order of their ids, and
// DeleteSubscribersOf deletes those of a subject that is about to be deleted.
base::Result<std::vector<model::WebhookEndpoint>> ListSubscribersOf(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view subject);
base::Status DeleteSubscribersOf(WriteTx& tx, const model::EnvironmentId& environment,
                                 std::string_view subject);

// ReadWebhookCursor returns the number of the last event for which deliveries were planned.
base::Result<std::int64_t> ReadWebhookCursor(ReadTx& tx);
// MoveWebhookCursor sets it from `from` to `to`. It returns false, and changes nothing, if another
// node has moved it since it was read.
base::Result<bool> MoveWebhookCursor(WriteTx& tx, std::int64_t from, std::int64_t to);
// SkipOldEvents moves the cursor to the newest event if there is no endpoint and no subscriber in
// any environment. Call it before the first one is inserted: until then nothing was planned.
base::Status SkipOldEvents(WriteTx& tx);

// HasPending says whether a delivery of the same event about the same object to the same endpoint
// is pending.
base::Result<bool> HasPending(ReadTx& tx, const model::WebhookDelivery& delivery);

// PlanDelivery inserts a delivery. Pending deliveries about one object to one endpoint are due in
// the order of their sequence and ids, regardless of when they were planned: it waits for an
// earlier one, and is due at its creation if there is none; later ones then wait for it. A batch
// that is being sent may still send a later one before it.
base::Status PlanDelivery(WriteTx& tx, model::WebhookDelivery delivery);

// FindDueEndpoint returns an enabled endpoint that has a delivery that is due, is not paused and
// not leased: the one whose last lease is the oldest. It searches all environments.
base::Result<std::optional<model::WebhookEndpoint>> FindDueEndpoint(ReadTx& tx, base::Time now);
// LeaseEndpoint grants the right to send to an endpoint until a time. It returns false if another
// thread or node has leased, disabled or deleted the endpoint since it was read.
base::Result<bool> LeaseEndpoint(WriteTx& tx, const model::WebhookEndpoint& endpoint,
                                 base::Time until);
// EndLease ends the lease that LeaseEndpoint granted with `endpoint.leased_until` at `now`, and
// stores `endpoint.paused_until`, `failures` and `failing_since`. It returns false if the lease has
// ended before.
base::Result<bool> EndLease(WriteTx& tx, const model::WebhookEndpoint& endpoint, base::Time now);
// ClearLeases ends all leases. Call it when no other process uses the database.
base::Status ClearLeases(WriteTx& tx);

// ListDueDeliveries returns at most `limit` deliveries to an endpoint that are due, in the order of
// their events.
base::Result<std::vector<model::WebhookDelivery>> ListDueDeliveries(
    ReadTx& tx, const model::WebhookEndpoint& endpoint, base::Time now, int limit);
// FindNextDelivery returns the delivery that waits for this one; nullopt if there is none.
base::Result<std::optional<model::WebhookDelivery>> FindNextDelivery(
    ReadTx& tx, const model::WebhookDelivery& delivery);
// StoreOutcome updates a delivery after an attempt. If it is not pending any more, the next one
// about the same object becomes due at `now`. If it is still pending, it waits for an earlier one
// that was planned meanwhile.
base::Status StoreOutcome(WriteTx& tx, model::WebhookDelivery delivery, base::Time now);
// CountPendingDeliveries returns the number of deliveries of all environments that are pending.
base::Result<std::int64_t> CountPendingDeliveries(ReadTx& tx);

}  // namespace bearward::store
