#include "webhooks/delivery.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/id.h"
#include "base/thread_name.h"
#include "base/utf8.h"
#include "egress/backoff.h"
#include "model/event.h"
#include "store/webhooks.h"
#include "webhooks/retry.h"
#include "webhooks/signature.h"

namespace bearward::webhooks {
namespace {

using base::Result;
using model::DeliveryState;
using model::WebhookAttempt;
using model::WebhookDelivery;
using model::WebhookEndpoint;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kSenders = 4;
constexpr int kBatch = 50;
constexpr std::size_t kMostInBatch = 100;
// Events of other nodes are found after this time, and so are due retries.
constexpr seconds kPlanInterval{5};
constexpr seconds kSendInterval{1};
// A lease outlasts the last request of its batch. A node that has stopped delays its endpoints by
// this time.
constexpr seconds kBatchTime{10};
constexpr seconds kLease{40};
constexpr std::size_t kKeptResponse = 1'024;

observe::Counter& AddOutcome(observe::Registry& metrics, const char* outcome) {
  return metrics.AddCounter("bearward_webhook_deliveries_total",
                            "Attempts to deliver events, by outcome: repeated ones are sent again "
                            "later, failed ones are not.",
                            {{"outcome", outcome}});
}

// CleanText returns the beginning of a response as a text that every database stores.
std::string CleanText(std::string_view bytes) {
  std::string text;
  bytes = bytes.substr(0, kKeptResponse);
  while (!bytes.empty()) {
    const std::size_t length = base::Utf8SequenceLength(bytes);
    if (length == 0 || bytes.front() == '\0') {
      text += '?';
    } else {
      text += bytes.substr(0, length);
    }
    bytes.remove_prefix(std::max(length, std::size_t{1}));
  }
  return text;
}

}  // namespace

Delivery::Series::Series(observe::Registry& metrics)
    : delivered(AddOutcome(metrics, "delivered")),
      repeated(AddOutcome(metrics, "repeated")),
      failed(AddOutcome(metrics, "failed")),
      waiting(metrics.AddGauge("bearward_webhook_deliveries_waiting",
                               "Deliveries of all nodes that are pending.")) {}

Delivery::Delivery(const Parts& parts, Audiences audiences, egress::SenderSettings sender,
                   bool is_alone)
    : parts_(parts),
      sender_(std::move(sender)),
      is_alone_(is_alone),
      audiences_(std::move(audiences)),
      planner_(parts.store, parts.clock, parts.entropy, audiences_),
      series_(parts.metrics),
      planning_(std::make_shared<base::WakeSignal>()) {
  parts_.store.OnCommit(
      [signal = planning_, any = planner_.any()](std::span<const model::Event> committed) {
        if (*any && !committed.empty()) signal->Raise();
      });
}

Delivery::~Delivery() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

void Delivery::Start() {
  if (is_alone_) static_cast<void>(parts_.store.Write(store::ClearLeases));
  threads_.emplace_back([this](const std::stop_token& stop) {
    base::NameThread("webhooks");
    Plan(stop);
  });
  for (int i = 0; i < kSenders; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) {
      base::NameThread("webhooks");
      Send(stop);
    });
  }
}

// A failure of the store is reported by the requests that it affects.
void Delivery::Plan(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    static_cast<void>(planner_.Retry());
    const bool more = planner_.PlanNext().value_or(false);
    if (*planner_.any()) sending_.Raise();
    Measure();
    if (!more) planning_->Await(stop, kPlanInterval);
  }
}

// The count reads as many rows as there are, so it is not done after each commit.
void Delivery::Measure() {
  const std::int64_t now = parts_.clock.Ticks();
  if (measured_at_ != 0 && now - measured_at_ < std::chrono::nanoseconds(kPlanInterval).count()) {
    return;
  }
  measured_at_ = now;
  const auto waiting = parts_.store.Read(store::CountPendingDeliveries);
  if (waiting) series_.waiting.Set(static_cast<double>(*waiting));
}

base::Status Delivery::PlanAll() {
  while (true) {
    BW_TRY_ASSIGN(const bool more, planner_.PlanNext());
    if (!more) return {};
  }
}

void Delivery::Send(const std::stop_token& stop) {
  egress::HttpSender sender(sender_);
  while (!stop.stop_requested()) {
    if (*planner_.any() && SendDue(sender, stop).value_or(false)) continue;
    sending_.Await(stop, kSendInterval);
  }
}

Result<std::optional<WebhookEndpoint>> Delivery::Lease() {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(auto endpoint, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindDueEndpoint(tx, now);
  }));
  if (!endpoint) return std::nullopt;
  BW_TRY_ASSIGN(const bool leased, parts_.store.Write([&](store::WriteTx& tx) {
    return store::LeaseEndpoint(tx, *endpoint, now + kLease);
  }));
  if (!leased) return std::nullopt;
  endpoint->leased_until = now + kLease;
  return endpoint;
}

// Without its secret an endpoint waits like one that does not answer.
base::Status Delivery::FillSecrets(Batch& batch) {
  const base::Time now = parts_.clock.Now();
  auto secrets = parts_.receivers.SecretsOf(batch.endpoint, now);
  if (secrets) {
    batch.secrets = *std::move(secrets);
    return {};
  }
  parts_.log.Warn("The secret of a webhook endpoint cannot be opened.",
                  {{"endpoint", batch.endpoint.id}, {"detail", secrets.error().detail}});
  batch.endpoint.paused_until = now + egress::PauseOf(++batch.endpoint.failures, std::nullopt);
  return base::Fail(secrets.error());
}

Result<bool> Delivery::SendDue(egress::HttpSender& sender, const std::stop_token& stop) {
  BW_TRY_ASSIGN(const auto endpoint, Lease());
  if (!endpoint) return false;
  // Another thread serves the next endpoint. Without the check two threads would lease an endpoint
  // to which nothing can be sent in turn, without a pause.
  if (IsOpen(*endpoint)) sending_.Raise();
  Batch batch{.endpoint = *endpoint, .audience = AudienceOf(audiences_, endpoint->subject_kind)};
  base::Status sent;
  if (FillSecrets(batch)) sent = SendBatch(sender, stop, batch);
  BW_TRY(Store(batch));
  BW_TRY(sent);
  return !(batch.ended && batch.deliveries.empty());
}

// What was sent before a failure of the store is stored all the same, if that is possible again.
base::Status Delivery::SendBatch(egress::HttpSender& sender, const std::stop_token& stop,
                                 Batch& batch) {
  const base::Time begun = parts_.clock.Now();
  BW_TRY_ASSIGN(auto queue, parts_.store.Read([&](store::ReadTx& tx) {
    return store::ListDueDeliveries(tx, batch.endpoint, begun, kBatch);
  }));
  for (std::size_t i = 0; i < queue.size(); ++i) {
    BW_TRY(SendOne(sender, stop, queue[i], batch));
    if (batch.ended || parts_.clock.Now() - begun >= kBatchTime) break;
    BW_TRY(AddNext(batch, queue));
  }
  return {};
}

// AddNext lets the next event about an object follow in the same batch, so that many changes of one
// object do not take a lease each.
base::Status Delivery::AddNext(const Batch& batch, std::vector<WebhookDelivery>& queue) const {
  const WebhookDelivery& last = batch.deliveries.back();
  if (last.state == DeliveryState::kPending || queue.size() >= kMostInBatch) return {};
  BW_TRY_ASSIGN(auto next, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindNextDelivery(tx, last);
  }));
  if (next) queue.push_back(*std::move(next));
  return {};
}

// IsOpen is false for an endpoint that was disabled, deleted or moved since its lease, and while
// the endpoints cannot be read.
bool Delivery::IsOpen(const WebhookEndpoint& endpoint) const {
  const auto endpoints = planner_.endpoints();
  if (!endpoints) return false;
  const auto present = (*endpoints)->find(endpoint.id);
  return present != (*endpoints)->end() && present->second.url == endpoint.url;
}

// Recheck returns the body with the rights that the receiver has now (incident class G3).
Body Delivery::Recheck(const WebhookDelivery& delivery, const Batch& batch) const {
  if (!batch.audience.recheck) return delivery.payload;
  return parts_.store.Read(
      [&](store::ReadTx& tx) { return batch.audience.recheck(tx, batch.endpoint, delivery); });
}

base::Status Delivery::SendOne(egress::HttpSender& sender, const std::stop_token& stop,
                               WebhookDelivery delivery, Batch& batch) {
  if (!IsOpen(batch.endpoint)) {
    batch.ended = true;
    return {};
  }
  const base::Time now = parts_.clock.Now();
  if (now > delivery.created_at + batch.audience.retry_time) {
    Drop(delivery, batch, "expired");
    return {};
  }
  BW_TRY_ASSIGN(auto body, Recheck(delivery, batch));
  if (!body) {
    Drop(delivery, batch, "access_lost");
    return {};
  }
  auto headers = SignatureHeaders(batch.secrets, delivery.event_id, *body, now,
                                  batch.audience.signs_as_workos);
  if (!headers) {
    Drop(delivery, batch, headers.error().reason);
    return {};
  }
  headers->insert(headers->end(), {"Content-Type: application/json", "User-Agent: Bearward"});
  const std::int64_t begun = parts_.clock.Ticks();
  const auto response = sender.Send(
      {.url = batch.endpoint.url, .headers = *std::move(headers), .body = *std::move(body)}, stop);
  if (!response && response.error().reason == "stopped") {
    batch.ended = true;
    return {};
  }
  const std::chrono::nanoseconds duration(parts_.clock.Ticks() - begun);
  Note(response, std::move(delivery), std::chrono::duration_cast<milliseconds>(duration), batch);
  return {};
}

void Delivery::Note(const Result<egress::Response>& response, WebhookDelivery delivery,
                    milliseconds duration, Batch& batch) {
  const base::Time now = parts_.clock.Now();
  WebhookAttempt attempt;
  attempt.id = "wa_" + base::NewUlid(now, parts_.entropy);
  attempt.environment = delivery.environment;
  attempt.created_at = attempt.updated_at = now;
  attempt.endpoint = delivery.endpoint;
  attempt.delivery = delivery.id;
  attempt.duration_ms = duration.count();
  if (response) {
    attempt.status_code = response->status;
    attempt.response = CleanText(response->body);
  } else {
    attempt.reason = response.error().reason;
  }
  batch.attempts.push_back(std::move(attempt));
  ++delivery.attempts;
  delivery.updated_at = now;
  Conclude(response, delivery, batch);
  batch.deliveries.push_back(std::move(delivery));
}

void Delivery::Conclude(const Result<egress::Response>& response, WebhookDelivery& delivery,
                        Batch& batch) {
  const base::Time now = delivery.updated_at;
  const Verdict verdict = Judge(response);
  delivery.next_at.reset();
  if (verdict == Verdict::kDelivered) {
    delivery.state = DeliveryState::kDelivered;
    batch.endpoint.failures = 0;
    batch.endpoint.paused_until.reset();
    batch.endpoint.failing_since.reset();
    series_.delivered.Add();
    return;
  }
  batch.gone = verdict == Verdict::kGone;
  batch.dead = NoteFailedAttempt(batch.endpoint, now);
  batch.ended = batch.gone || batch.dead || verdict == Verdict::kSlow;
  if (verdict == Verdict::kSlow) {
    const auto asked = response ? response->retry_after : std::nullopt;
    batch.endpoint.paused_until = now + egress::PauseOf(++batch.endpoint.failures, asked);
  }
  if (!batch.gone) {
    delivery.next_at = RetryAt(delivery.attempts, now,
                               delivery.created_at + batch.audience.retry_time, parts_.entropy);
  }
  if (!delivery.next_at) delivery.state = DeliveryState::kFailed;
  (delivery.next_at ? series_.repeated : series_.failed).Add();
  parts_.log.Warn(
      "A webhook was not delivered.",
      {{"endpoint", delivery.endpoint},
       {"delivery", delivery.id},
       {"reason",
        response ? "status " + std::to_string(response->status) : response.error().reason},
       {"next", delivery.next_at ? base::FormatIsoMillis(*delivery.next_at) : "never"}});
}

void Delivery::Drop(WebhookDelivery& delivery, Batch& batch, std::string_view reason) {
  delivery.state = DeliveryState::kFailed;
  delivery.next_at.reset();
  delivery.updated_at = parts_.clock.Now();
  series_.failed.Add();
  parts_.log.Warn("A webhook cannot be delivered and is dropped.",
                  {{"delivery", delivery.id}, {"reason", std::string(reason)}});
  batch.deliveries.push_back(std::move(delivery));
}

// Without its lease a batch is not stored, because another node may have sent it since. What was
// sent is then sent again.
base::Status Delivery::Store(const Batch& batch) {
  const base::Time now = parts_.clock.Now();
  std::string notice;
  if (batch.dead) {
    BW_TRY_ASSIGN(notice, parts_.disabler.NoticeOf(batch.endpoint));
  }
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const bool leased, store::EndLease(tx, batch.endpoint, now));
    if (!leased) return {};
    for (const WebhookAttempt& attempt : batch.attempts) {
      BW_TRY(store::WebhookAttempts().Insert(tx, attempt));
    }
    for (const WebhookDelivery& delivery : batch.deliveries) {
      BW_TRY(store::StoreOutcome(tx, delivery, now));
    }
    if (!batch.gone && !batch.dead) return {};
    return parts_.disabler.Disable(tx, batch.endpoint, notice, now);
  });
}

}  // namespace bearward::webhooks
