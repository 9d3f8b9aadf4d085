// Delivery: sends events to endpoints and subscribers, on threads of its own, so that no request
// waits for a receiver.
#pragma once

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/wake_signal.h"
#include "egress/http_sender.h"
#include "model/webhook_delivery.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/store.h"
#include "webhooks/audience.h"
#include "webhooks/disabler.h"
#include "webhooks/planner.h"
#include "webhooks/receivers.h"

namespace bearward::webhooks {

// Delivery sends each delivery until it is delivered, or has failed for good (retry.h). One thread
// of one node at a time sends to an endpoint, one request after the other, so that events about one
// object arrive in order. A delivery may be sent twice if the process ends between the response and
// the commit of its result: receivers recognize it by its id.
class Delivery {
 public:
  struct Parts {
    store::Store& store;
    const Receivers& receivers;  // opens the secrets
    const Disabler& disabler;
    const base::Clock& clock;
    base::Entropy& entropy;
    observe::Logger& log;
    observe::Registry& metrics;
  };
  // Delivery adds a listener to the store (see Store::OnCommit) and its metrics. The parts must
  // outlive it. `is_alone` says that no other process uses the database.
  Delivery(const Parts& parts, Audiences audiences, egress::SenderSettings sender, bool is_alone);
  // ~Delivery ends the requests that are being sent; they are repeated later.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Start begins to plan after each commit and to send what is due. Without it, tests call PlanAll
  // and SendDue.
  void Start();
  // PlanAll plans all events of the log.
  base::Status PlanAll();
  // SendDue sends a batch to one endpoint. It returns whether more may be due: false if no endpoint
  // has a due delivery, and if nothing could be sent to the one that has, because this node knows
  // it in another state or cannot read it. Otherwise the first failure of the store.
  base::Result<bool> SendDue(egress::HttpSender& sender, const std::stop_token& stop = {});

  const egress::SenderSettings& sender() const { return sender_; }
  Planner& planner() { return planner_; }

 private:
  // Series are the metrics.
  struct Series {
    explicit Series(observe::Registry& metrics);
    observe::Counter& delivered;
    observe::Counter& repeated;
    observe::Counter& failed;
    observe::Gauge& waiting;
  };
  // Batch is what one lease has sent.
  struct Batch {
    model::WebhookEndpoint endpoint;
    const Audience& audience;
    Secrets secrets = {};
    std::vector<model::WebhookDelivery> deliveries = {};  // with their new states
    std::vector<model::WebhookAttempt> attempts = {};
    bool gone = false;   // the endpoint answered 410
    bool dead = false;   // all attempts have failed for kLongestFailing
    bool ended = false;  // nothing more may be sent in this batch
  };
  void Plan(const std::stop_token& stop);
  void Measure();
  void Send(const std::stop_token& stop);
  base::Result<std::optional<model::WebhookEndpoint>> Lease();
  base::Status SendBatch(egress::HttpSender& sender, const std::stop_token& stop, Batch& batch);
  base::Status AddNext(const Batch& batch, std::vector<model::WebhookDelivery>& queue) const;
  bool IsOpen(const model::WebhookEndpoint& endpoint) const;
  base::Status FillSecrets(Batch& batch);
  base::Status SendOne(egress::HttpSender& sender, const std::stop_token& stop,
                       model::WebhookDelivery delivery, Batch& batch);
  Body Recheck(const model::WebhookDelivery& delivery, const Batch& batch) const;
  void Note(const base::Result<egress::Response>& response, model::WebhookDelivery delivery,
            std::chrono::milliseconds duration, Batch& batch);
  void Conclude(const base::Result<egress::Response>& response, model::WebhookDelivery& delivery,
                Batch& batch);
  void Drop(model::WebhookDelivery& delivery, Batch& batch, std::string_view reason);
  base::Status Store(const Batch& batch);

  Parts parts_;
  egress::SenderSettings sender_;
  const bool is_alone_;
  const Audiences audiences_;
  Planner planner_;
  Series series_;
  std::int64_t measured_at_ = 0;  // ticks
  // planning_ wakes the planner. The listener of the store has it too, and outlives this.
  std::shared_ptr<base::WakeSignal> planning_;
  base::WakeSignal sending_;
  std::vector<std::jthread> threads_;
};

}  // namespace bearward::webhooks
