#include "store/webhooks.h"

#include "store/columns.h"

namespace bearward::store {
namespace {

using model::WebhookDelivery;
using model::WebhookEndpoint;

constexpr const char* kCursor = "webhooks";

base::Result<bool> Changed(const base::Result<Rows>& rows) {
  BW_TRY(rows);
  return !rows->empty();
}

// Texts are one statement for each of the two tables that have the columns of an endpoint.
struct Texts {
  std::string of_endpoints;
  std::string of_subscribers;

  std::string_view For(const WebhookEndpoint& endpoint) const {
    return endpoint.subject_kind == model::SubjectKind::kEnvironment ? of_endpoints
                                                                     : of_subscribers;
  }
};

// ForBoth replaces each "#" by the name of the table.
Texts ForBoth(std::string_view pattern) {
  const auto with = [&](std::string_view table) {
    std::string text;
    for (const char c : pattern) c == '#' ? text += table : text += c;
    return text;
  };
  return {with("webhook_endpoints"), with("webhook_subscribers")};
}

std::int64_t MillisOf(const std::optional<base::Time>& time) {
  return time ? base::ToMillis(*time) : 0;
}

// MustWait says whether an earlier delivery about the same object to the same endpoint is pending.
base::Result<bool> MustWait(ReadTx& tx, const WebhookDelivery& delivery) {
  return Changed(
      tx.Execute("SELECT 1 FROM webhook_deliveries WHERE endpoint_id = ?1 AND object_id = ?2 "
                 "AND environment_id = ?3 AND state = 'pending' "
                 "AND (sequence, id) < (?4, ?5) LIMIT 1",
                 {delivery.endpoint, delivery.object_id, delivery.environment.text,
                  delivery.sequence, delivery.id}));
}

// LetLaterOnesWait lets the pending deliveries about the same object that are later wait for one.
base::Status LetLaterOnesWait(WriteTx& tx, const WebhookDelivery& delivery) {
  return Done(
      tx.Execute("UPDATE webhook_deliveries SET next_at = NULL WHERE endpoint_id = ?1 "
                 "AND object_id = ?2 AND environment_id = ?3 AND state = 'pending' "
                 "AND (sequence, id) > (?4, ?5) AND next_at IS NOT NULL",
                 {delivery.endpoint, delivery.object_id, delivery.environment.text,
                  delivery.sequence, delivery.id}));
}

}  // namespace

const TableOf<WebhookEndpoint>& WebhookEndpoints() {
  static const TableOf<WebhookEndpoint> table(model::kWebhookEndpoint);
  return table;
}

const TableOf<WebhookEndpoint>& WebhookSubscribers() {
  static const TableOf<WebhookEndpoint> table(model::kWebhookSubscriber);
  return table;
}

const TableOf<WebhookEndpoint>& TableOfEndpoint(const WebhookEndpoint& endpoint) {
  return endpoint.subject_kind == model::SubjectKind::kEnvironment ? WebhookEndpoints()
                                                                   : WebhookSubscribers();
}

const TableOf<WebhookDelivery>& WebhookDeliveries() {
  static const TableOf<WebhookDelivery> table(model::kWebhookDelivery);
  return table;
}

const TableOf<model::WebhookAttempt>& WebhookAttempts() {
  static const TableOf<model::WebhookAttempt> table(model::kWebhookAttempt);
  return table;
}

Condition OfEndpoint(std::string_view endpoint) {
  return {"endpoint_id = ?", {std::string(endpoint)}};
}

Condition OfDelivery(std::string_view delivery) {
  return {"delivery_id = ?", {std::string(delivery)}};
}

base::Result<std::vector<WebhookEndpoint>> ListSubscribersOf(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view subject) {
  return WebhookSubscribers().ListWhere(tx, "environment_id = ?1 AND subject_id = ?2 ORDER BY id",
                                        {environment.text, std::string(subject)});
}

base::Status DeleteSubscribersOf(WriteTx& tx, const model::EnvironmentId& environment,
                                 std::string_view subject) {
  return Done(
      tx.Execute("DELETE FROM webhook_subscribers WHERE environment_id = ?1 AND subject_id = ?2",
                 {environment.text, std::string(subject)}));
}

// Without a row no event was planned yet.
base::Result<std::int64_t> ReadWebhookCursor(ReadTx& tx) {
  return ReadInteger(
      tx.Execute("SELECT coalesce(max(number), 0) FROM event_cursors WHERE name = ?1",
                 {std::string(kCursor)}));
}

base::Result<bool> MoveWebhookCursor(WriteTx& tx, std::int64_t from, std::int64_t to) {
  return Changed(
      tx.Execute("INSERT INTO event_cursors (name, number) VALUES (?1, ?2) "
                 "ON CONFLICT (name) DO UPDATE SET number = excluded.number "
                 "WHERE event_cursors.number = ?3 RETURNING 1",
                 {std::string(kCursor), to, from}));
}

base::Status SkipOldEvents(WriteTx& tx) {
  BW_TRY_ASSIGN(const Rows endpoints, tx.Execute("SELECT 1 FROM webhook_endpoints UNION ALL "
                                                 "SELECT 1 FROM webhook_subscribers LIMIT 1",
                                                 {}));
  if (!endpoints.empty()) return {};
  return Done(
      tx.Execute("INSERT INTO event_cursors (name, number) "
                 "VALUES (?1, (SELECT coalesce(max(number), 0) FROM events)) "
                 "ON CONFLICT (name) DO UPDATE SET number = excluded.number",
                 {std::string(kCursor)}));
}

base::Result<bool> HasPending(ReadTx& tx, const WebhookDelivery& delivery) {
  return Changed(tx.Execute(
      "SELECT 1 FROM webhook_deliveries WHERE endpoint_id = ?1 "
      "AND object_id = ?2 AND environment_id = ?3 "
      "AND state = 'pending' AND event_id = ?4 LIMIT 1",
      {delivery.endpoint, delivery.object_id, delivery.environment.text, delivery.event_id}));
}

base::Status PlanDelivery(WriteTx& tx, WebhookDelivery delivery) {
  BW_TRY_ASSIGN(const bool waits, MustWait(tx, delivery));
  if (!waits) {
    delivery.next_at = delivery.created_at;
    BW_TRY(LetLaterOnesWait(tx, delivery));
  }
  return WebhookDeliveries().Insert(tx, delivery);
}

base::Result<std::optional<WebhookEndpoint>> FindDueEndpoint(ReadTx& tx, base::Time now) {
  static const Texts kDue = ForBoth(
      "status = 'enabled' AND coalesce(leased_until, 0) <= ?1 AND coalesce(paused_until, 0) <= ?1 "
      "AND EXISTS (SELECT 1 FROM webhook_deliveries AS due "
      "WHERE due.endpoint_id = #.id AND due.state = 'pending' "
      "AND due.next_at IS NOT NULL AND due.next_at <= ?1) "
      "ORDER BY coalesce(leased_until, 0) LIMIT 1");
  const std::int64_t at = base::ToMillis(now);
  BW_TRY_ASSIGN(auto endpoint, WebhookEndpoints().FindWhere(tx, kDue.of_endpoints, {at}));
  BW_TRY_ASSIGN(auto subscriber, WebhookSubscribers().FindWhere(tx, kDue.of_subscribers, {at}));
  const bool is_endpoint = endpoint && (!subscriber || MillisOf(endpoint->leased_until) <=
                                                           MillisOf(subscriber->leased_until));
  return is_endpoint ? endpoint : subscriber;
}

base::Result<bool> LeaseEndpoint(WriteTx& tx, const WebhookEndpoint& endpoint, base::Time until) {
  static const Texts kLease = ForBoth(
      "UPDATE # SET leased_until = ?1 WHERE environment_id = ?2 AND id = ?3 "
      "AND status = 'enabled' AND coalesce(leased_until, 0) = ?4 RETURNING 1");
  return Changed(tx.Execute(kLease.For(endpoint), {base::ToMillis(until), endpoint.environment.text,
                                                   endpoint.id, MillisOf(endpoint.leased_until)}));
}

base::Result<bool> EndLease(WriteTx& tx, const WebhookEndpoint& endpoint, base::Time now) {
  static const Texts kEnd = ForBoth(
      "UPDATE # SET leased_until = ?1, paused_until = ?2, failures = ?3, failing_since = ?4 "
      "WHERE environment_id = ?5 AND id = ?6 AND coalesce(leased_until, 0) = ?7 RETURNING 1");
  return Changed(tx.Execute(
      kEnd.For(endpoint), {base::ToMillis(now), MillisOf(endpoint.paused_until), endpoint.failures,
                           TimeOrNull(endpoint.failing_since), endpoint.environment.text,
                           endpoint.id, MillisOf(endpoint.leased_until)}));
}

base::Status ClearLeases(WriteTx& tx) {
  static const Texts kClear = ForBoth("UPDATE # SET leased_until = 0");
  BW_TRY(tx.Execute(kClear.of_endpoints, {}));
  return Done(tx.Execute(kClear.of_subscribers, {}));
}

base::Result<std::vector<WebhookDelivery>> ListDueDeliveries(ReadTx& tx,
                                                             const WebhookEndpoint& endpoint,
                                                             base::Time now, int limit) {
  return WebhookDeliveries().ListWhere(
      tx,
      "endpoint_id = ?1 AND environment_id = ?2 AND state = 'pending' AND next_at IS NOT NULL "
      "AND next_at <= ?3 ORDER BY next_at, sequence, id LIMIT ?4",
      {endpoint.id, endpoint.environment.text, base::ToMillis(now), limit});
}

base::Result<std::optional<WebhookDelivery>> FindNextDelivery(ReadTx& tx,
                                                              const WebhookDelivery& delivery) {
  return WebhookDeliveries().FindWhere(
      tx,
      "endpoint_id = ?1 AND object_id = ?2 AND environment_id = ?3 AND state = 'pending' "
      "AND (sequence > ?4 OR (sequence = ?4 AND id > ?5)) ORDER BY sequence, id LIMIT 1",
      {delivery.endpoint, delivery.object_id, delivery.environment.text, delivery.sequence,
       delivery.id});
}

// An earlier delivery may have been planned while this one was being sent.
base::Status StoreOutcome(WriteTx& tx, WebhookDelivery delivery, base::Time now) {
  const bool is_pending = delivery.state == model::DeliveryState::kPending;
  if (is_pending) {
    BW_TRY_ASSIGN(const bool waits, MustWait(tx, delivery));
    if (waits) delivery.next_at.reset();
  }
  BW_TRY(WebhookDeliveries().Update(tx, delivery));
  if (is_pending) return {};
  return Done(tx.Execute(
      "UPDATE webhook_deliveries SET next_at = ?1 WHERE environment_id = ?2 AND id = "
      "(SELECT id FROM webhook_deliveries WHERE endpoint_id = ?3 AND object_id = ?4 "
      "AND environment_id = ?2 AND state = 'pending' ORDER BY sequence, id LIMIT 1) "
      "AND next_at IS NULL",
      {base::ToMillis(now), delivery.environment.text, delivery.endpoint, delivery.object_id}));
}

base::Result<std::int64_t> CountPendingDeliveries(ReadTx& tx) {
  return ReadInteger(
      tx.Execute("SELECT count(*) FROM webhook_deliveries WHERE state = 'pending'", {}));
}

}  // namespace bearward::store
