#include "webhooks/planner.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "model/webhook_delivery.h"
#include "store/events.h"
#include "store/webhooks.h"

namespace bearward::webhooks {
namespace {

using model::Event;
using model::WebhookEndpoint;

// A batch writes at most about this many rows and delays other writes by that time.
constexpr std::size_t kMostRows = 1000;
constexpr std::size_t kMostEvents = 200;

int BatchFor(std::size_t endpoints) {
  return static_cast<int>(std::clamp(kMostRows / endpoints, std::size_t{1}, kMostEvents));
}

bool MayReceive(const WebhookEndpoint& endpoint, const Event& event) {
  return endpoint.environment == event.environment && endpoint.created_at <= event.at;
}

bool Receives(const WebhookEndpoint& endpoint, const Event& event, const Encoded& encoded) {
  return MayReceive(endpoint, event) && std::ranges::binary_search(endpoint.events, encoded.event);
}

}  // namespace

Planner::Planner(store::Store& store, const base::Clock& clock, base::Entropy& entropy,
                 Encode encode)
    : store_(store),
      clock_(clock),
      entropy_(entropy),
      encode_(std::move(encode)),
      endpoints_(
          store,
          [any = any_](store::ReadTx& tx) -> base::Result<EnabledEndpoints> {
            BW_TRY_ASSIGN(EnabledEndpoints endpoints, Read(tx));
            any->store(!endpoints.empty());
            return endpoints;
          },
          {model::EventType::kWebhookEndpointCreated, model::EventType::kWebhookEndpointUpdated,
           model::EventType::kWebhookEndpointDeleted}) {}

base::Result<EnabledEndpoints> Planner::Read(store::ReadTx& tx) {
  BW_TRY_ASSIGN(auto rows, store::WebhookEndpoints().ListAllEnvironments(tx));
  EnabledEndpoints endpoints;
  for (WebhookEndpoint& row : rows) {
    if (row.status == model::EndpointStatus::kEnabled) endpoints.emplace(row.id, std::move(row));
  }
  return endpoints;
}

base::Result<bool> Planner::PlanNext() {
  BW_TRY_ASSIGN(const auto endpoints, endpoints_.Get());
  if (endpoints->empty()) return false;
  BW_TRY_ASSIGN(const Step step,
                store_.Read([&](store::ReadTx& tx) { return ReadStep(tx, *endpoints); }));
  BW_TRY(Plan(step, *endpoints));
  position_.seen = std::max(position_.seen, step.last);
  return step.full;
}

// Another node may have planned beyond what this one has seen. A position in the store that is
// older than what was seen means that no endpoint is concerned by the events between.
base::Result<Planner::Step> Planner::ReadStep(store::ReadTx& tx,
                                              const EnabledEndpoints& endpoints) {
  const int limit = BatchFor(endpoints.size());
  BW_TRY_ASSIGN(position_.stored, store::ReadWebhookCursor(tx));
  position_.seen = std::max(position_.seen, position_.stored);
  BW_TRY_ASSIGN(auto events, store::ListEventsFrom(tx, position_.seen + 1, limit));
  Step step;
  if (!events.empty()) step.last = events.back().number;
  step.full = std::cmp_equal(events.size(), limit);
  for (Event& event : events) {
    const auto is_for = [&](const auto& one) { return MayReceive(one.second, event); };
    if (std::ranges::none_of(endpoints, is_for)) continue;
    BW_TRY_ASSIGN(auto encoded, encode_(tx, event));
    if (!encoded) continue;
    const bool received = std::ranges::any_of(
        endpoints, [&](const auto& one) { return Receives(one.second, event, *encoded); });
    if (received) step.matches.push_back({std::move(event), *std::move(encoded)});
  }
  return step;
}

// A part of the log that concerns no endpoint is not worth a transaction: after a restart it is
// read again.
base::Status Planner::Plan(const Step& step, const EnabledEndpoints& endpoints) {
  if (step.matches.empty()) return {};
  return store_.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const bool moved, store::MoveWebhookCursor(tx, position_.stored, step.last));
    if (!moved) return {};
    for (const Match& match : step.matches) BW_TRY(Insert(tx, match, endpoints));
    return {};
  });
}

base::Status Planner::Insert(store::WriteTx& tx, const Match& match,
                             const EnabledEndpoints& endpoints) {
  const base::Time now = clock_.Now();
  for (const auto& [id, endpoint] : endpoints) {
    if (!Receives(endpoint, match.event, match.encoded)) continue;
    model::WebhookDelivery delivery;
    delivery.id = "wd_" + base::NewUlid(now, entropy_);
    delivery.environment = match.event.environment;
    delivery.created_at = delivery.updated_at = now;
    delivery.endpoint = id;
    delivery.event_id = match.encoded.id;
    delivery.event = match.encoded.event;
    delivery.object_id = match.event.target;
    delivery.sequence = match.event.number;
    delivery.payload = match.encoded.body;
    BW_TRY(store::PlanDelivery(tx, std::move(delivery)));
  }
  return {};
}

}  // namespace bearward::webhooks
