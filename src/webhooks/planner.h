// Planner: writes the deliveries of new events.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "model/event.h"
#include "model/webhook_delivery.h"
#include "model/webhook_endpoint.h"
#include "store/cached.h"
#include "store/store.h"
#include "webhooks/audience.h"

namespace bearward::webhooks {

// EnabledEndpoints are the endpoints and subscribers of all environments, by id.
using EnabledEndpoints = std::map<std::string, model::WebhookEndpoint, std::less<>>;

// Planner follows the event log from the position that the store keeps. It plans each event once,
// also if several nodes plan: the deliveries and the position change in one transaction.
class Planner {
 public:
  // Construct it before the first write. The arguments must outlive it.
  Planner(store::Store& store, const base::Clock& clock, base::Entropy& entropy,
          Audiences audiences);

  // PlanNext plans a batch of events and returns whether more may follow. Without an enabled
  // endpoint or subscriber it does nothing. One thread at a time may call it.
  base::Result<bool> PlanNext();
  // endpoints returns the enabled endpoints as of the last commit; the error of the store if they
  // could not be read.
  base::Result<std::shared_ptr<const EnabledEndpoints>> endpoints() const {
    return endpoints_.Get();
  }
  // any is false while there is no enabled endpoint; it may outlive the planner.
  std::shared_ptr<const std::atomic<bool>> any() const { return any_; }
  // Retry is store::Cached::Retry.
  base::Status Retry() { return endpoints_.Retry(); }

 private:
  // Position is where the log was read up to: `stored` is the position in the store.
  struct Position {
    std::int64_t stored = 0;
    std::int64_t seen = 0;
  };
  // Step is a part of the log: the deliveries of its events, without ids and times, and the number
  // of its last event.
  struct Step {
    std::vector<model::WebhookDelivery> deliveries = {};
    std::int64_t last = 0;
    bool full = false;     // more may follow
    bool changed = false;  // the last event changes the list of receivers
  };
  static base::Result<EnabledEndpoints> Read(store::ReadTx& tx);
  base::Result<Step> ReadStep(store::ReadTx& tx, const EnabledEndpoints& endpoints);
  base::Status Plan(const Step& step);

  store::Store& store_;
  const base::Clock& clock_;
  base::Entropy& entropy_;
  const Audiences audiences_;
  Position position_;
  std::shared_ptr<std::atomic<bool>> any_ = std::make_shared<std::atomic<bool>>(false);
  store::Cached<EnabledEndpoints> endpoints_;
};

}  // namespace bearward::webhooks
