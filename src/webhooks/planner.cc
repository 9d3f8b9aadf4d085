#include "webhooks/planner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/webhook_delivery.h"
#include "store/events.h"
#include "store/webhooks.h"
#include "webhooks/planning.h"

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

constexpr model::SubjectKind kKinds[] = {
    model::SubjectKind::kUser, model::SubjectKind::kApplication, model::SubjectKind::kEnvironment};

// kReceiverChanges are the events that change the list of receivers. Subscribers are deleted
// together with their subject or organization, without an event of their own.
constexpr auto kReceiverChanges = std::to_array(
    {model::EventType::kWebhookEndpointCreated, model::EventType::kWebhookEndpointUpdated,
     model::EventType::kWebhookEndpointDeleted, model::EventType::kUserDeleted,
     model::EventType::kApplicationDeleted, model::EventType::kOrganizationDeleted});

std::vector<const WebhookEndpoint*> ReceiversOf(const EnabledEndpoints& endpoints,
                                                model::SubjectKind kind) {
  std::vector<const WebhookEndpoint*> receivers;
  for (const auto& [id, endpoint] : endpoints) {
    if (endpoint.subject_kind == kind) receivers.push_back(&endpoint);
  }
  return receivers;
}

}  // namespace

Planner::Planner(store::Store& store, const base::Clock& clock, base::Entropy& entropy,
                 Audiences audiences)
    : store_(store),
      clock_(clock),
      entropy_(entropy),
      audiences_(std::move(audiences)),
      endpoints_(store,
                 [any = any_](store::ReadTx& tx) -> base::Result<EnabledEndpoints> {
                   BW_TRY_ASSIGN(EnabledEndpoints endpoints, Read(tx));
                   any->store(!endpoints.empty());
                   return endpoints;
                 },
                 {kReceiverChanges.begin(), kReceiverChanges.end()}) {}

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
  if (step.changed) BW_TRY(endpoints_.Reload());
  return step.full || step.changed;
}

// Another node may have planned beyond what this one has seen. A position in the store that is
// older than what was seen means that no endpoint is concerned by the events between. The listener
// of the store may not have been called yet with an event that is read here, above all with one of
// another node: a step ends with each event that changes the receivers, so that the next one has a
// list that is as new.
base::Result<Planner::Step> Planner::ReadStep(store::ReadTx& tx,
                                              const EnabledEndpoints& endpoints) {
  const int limit = BatchFor(endpoints.size());
  BW_TRY_ASSIGN(position_.stored, store::ReadWebhookCursor(tx));
  position_.seen = std::max(position_.seen, position_.stored);
  BW_TRY_ASSIGN(auto events, store::ListEventsFrom(tx, position_.seen + 1, limit));
  Step step;
  step.full = std::cmp_equal(events.size(), limit);
  for (const Event& event : events) {
    for (const model::SubjectKind kind : kKinds) {
      BW_TRY(AddDeliveries(tx, AudienceOf(audiences_, kind), event, ReceiversOf(endpoints, kind),
                           step.deliveries));
    }
    step.changed = std::ranges::find(kReceiverChanges, event.type) != kReceiverChanges.end();
    step.last = event.number;
    if (step.changed) break;
  }
  return step;
}

// A part of the log that concerns no endpoint is not worth a transaction: after a restart it is
// read again.
base::Status Planner::Plan(const Step& step) {
  if (step.deliveries.empty()) return {};
  return store_.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const bool moved, store::MoveWebhookCursor(tx, position_.stored, step.last));
    if (!moved) return {};
    BW_TRY(InsertInOrder(tx, step.deliveries, clock_.Now(), entropy_));
    return {};
  });
}

}  // namespace bearward::webhooks
