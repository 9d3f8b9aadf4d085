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

constexpr model::SubjectKind kKinds[] = {
    model::SubjectKind::kUser, model::SubjectKind::kApplication, model::SubjectKind::kEnvironment};

}  // namespace

Planner::Planner(store::Store& store, const base::Clock& clock, base::Entropy& entropy,
                 Audiences audiences)
    : store_(store),
      clock_(clock),
      entropy_(entropy),
      audiences_(std::move(audiences)),
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
  EnabledEndpoints endpoints;
  for (const auto* table : {&store::WebhookEndpoints(), &store::WebhookSubscribers()}) {
    BW_TRY_ASSIGN(auto rows, table->ListAllEnvironments(tx));
    for (WebhookEndpoint& row : rows) {
      if (row.status == model::EndpointStatus::kEnabled) endpoints.emplace(row.id, std::move(row));
    }
  }
  return endpoints;
}

base::Result<bool> Planner::PlanNext() {
  BW_TRY_ASSIGN(const auto endpoints, endpoints_.Get());
  if (endpoints->empty()) return false;
  BW_TRY_ASSIGN(const Step step,
                store_.Read([&](store::ReadTx& tx) { return ReadStep(tx, *endpoints); }));
  BW_TRY(Plan(step));
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
  for (const Event& event : events) {
    for (const model::SubjectKind kind : kKinds) {
      BW_TRY(AddDeliveries(tx, event, endpoints, kind, step.deliveries));
    }
  }
  return step;
}

base::Status Planner::AddDeliveries(store::ReadTx& tx, const Event& event,
                                    const EnabledEndpoints& endpoints, model::SubjectKind kind,
                                    std::vector<model::WebhookDelivery>& deliveries) {
  const Audience& audience = AudienceOf(audiences_, kind);
  std::vector<const WebhookEndpoint*> receivers;
  for (const auto& [id, endpoint] : endpoints) {
    if (endpoint.subject_kind == kind && MayReceive(endpoint, event))
      receivers.push_back(&endpoint);
  }
  if (receivers.empty() || !audience.encode) return {};
  BW_TRY_ASSIGN(const auto events, audience.encode(tx, event));
  for (const Encoded& encoded : events) {
    for (const WebhookEndpoint* receiver : receivers) {
      BW_TRY_ASSIGN(auto body, audience.admit(tx, *receiver, encoded));
      if (!body) continue;
      model::WebhookDelivery delivery;
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

// A part of the log that concerns no endpoint is not worth a transaction: after a restart it is
// read again.
base::Status Planner::Plan(const Step& step) {
  if (step.deliveries.empty()) return {};
  return store_.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const bool moved, store::MoveWebhookCursor(tx, position_.stored, step.last));
    if (!moved) return {};
    for (const model::WebhookDelivery& delivery : step.deliveries) BW_TRY(Insert(tx, delivery));
    return {};
  });
}

base::Status Planner::Insert(store::WriteTx& tx, model::WebhookDelivery delivery) {
  const base::Time now = clock_.Now();
  delivery.id = "wd_" + base::NewUlid(now, entropy_);
  delivery.created_at = delivery.updated_at = now;
  return store::PlanDelivery(tx, std::move(delivery));
}

}  // namespace bearward::webhooks
