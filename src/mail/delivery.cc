#include "mail/delivery.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "base/thread_name.h"
#include "mail/brand.h"
#include "model/email_events.h"
#include "store/brandings.h"
#include "store/emails.h"

namespace bearward::mail {
namespace {

constexpr int kBatch = 20;
constexpr const char* kMailExpired = "mail_expired";
// Retries, and the emails of other nodes that have stopped, are found after this time.
constexpr std::chrono::seconds kInterval{5};
// A claim that ended while its node still sends would let another node send the same email.
constexpr std::chrono::seconds kClaim{60};
static_assert(kClaim > kSendLimit);
constexpr std::chrono::seconds kFirstRetry{5};
constexpr std::chrono::seconds kLongestRetry = std::chrono::minutes(10);

std::chrono::seconds RetryAfter(std::int64_t failures) {
  constexpr std::int64_t kMostDoublings = 8;
  return std::min(kFirstRetry * (std::int64_t{1} << std::min(failures - 1, kMostDoublings)),
                  kLongestRetry);
}

// TextOf returns the error as an administrator may see it: the details of a failure on this machine
// are for the log.
std::string TextOf(const base::Error& error) {
  const bool is_of_server = error.reason == kMailServer || error.reason == kMailRefused;
  return is_of_server && !error.detail.empty() ? error.reason + ": " + error.detail : error.reason;
}

observe::Counter& AddOutcome(observe::Registry& metrics, const char* outcome) {
  return metrics.AddCounter("bearward_emails_total",
                            "Attempts to deliver emails, by outcome: failed ones are repeated, "
                            "refused, expired and damaged emails are dropped.",
                            {{"outcome", outcome}});
}

}  // namespace

Delivery::Series::Series(observe::Registry& metrics)
    : delivered(AddOutcome(metrics, "delivered")),
      failed(AddOutcome(metrics, "failed")),
      dropped(AddOutcome(metrics, "dropped")),
      waiting(metrics.AddGauge("bearward_emails_waiting",
                               "Emails of all nodes that are not delivered yet.")) {}

Delivery::Delivery(const Parts& parts, std::unique_ptr<Mailer> mailer, std::string from)
    : parts_(parts),
      mailer_(std::move(mailer)),
      from_(std::move(from)),
      series_(parts.metrics),
      signal_(std::make_shared<base::WakeSignal>()) {
  parts_.store.OnCommit([signal = signal_](std::span<const model::Event> committed) {
    if (std::ranges::any_of(committed, &model::SendsEmail, &model::Event::type)) signal->Raise();
  });
}

Delivery::~Delivery() = default;

void Delivery::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Delivery::Run(const std::stop_token& stop) {
  base::NameThread("mail");
  while (!stop.stop_requested()) {
    // A failure of the store is reported by the requests that it affects.
    if (SendDue(stop).value_or(false)) continue;
    signal_->Await(stop, kInterval);
  }
}

base::Result<bool> Delivery::SendDue(const std::stop_token& stop) {
  BW_TRY_ASSIGN(
      const auto rows,
      parts_.store.Read([&](store::ReadTx& tx) -> base::Result<std::vector<model::Email>> {
        BW_TRY_ASSIGN(const std::int64_t waiting, store::CountWaitingEmails(tx));
        series_.waiting.Set(static_cast<double>(waiting));
        return store::ListDueEmails(tx, parts_.clock.Now(), kBatch);
      }));
  for (const model::Email& row : rows) {
    if (stop.stop_requested()) return false;
    BW_TRY(SendOne(row));
  }
  return rows.size() == kBatch;
}

base::Status Delivery::SendOne(model::Email row) {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const bool claimed, parts_.store.Write([&](store::WriteTx& tx) {
    return store::ClaimEmail(tx, row, now + kClaim);
  }));
  if (!claimed) return {};
  row.next_attempt_at = now + kClaim;
  if (row.expires_at <= now) {
    return Drop(std::move(row),
                base::Invalid(kMailExpired, "The email expired before its delivery."));
  }
  ++row.attempts;
  const base::Status sent = Attempt(row);
  if (sent) {
    series_.delivered.Add();
    row.last_error.reset();
    return Finish(std::move(row), model::EmailState::kSent);
  }
  const bool final =
      sent.error().code == base::Code::kInvalid || sent.error().code == base::Code::kInternal;
  return final ? Drop(std::move(row), sent.error()) : Retry(std::move(row), sent.error());
}

base::Status Delivery::Attempt(const model::Email& row) {
  BW_TRY_ASSIGN(Message message, parts_.outbox.Open(row));
  BW_TRY_ASSIGN(const auto branding, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindBranding(tx, row.environment);
  }));
  if (branding) message = Branded(std::move(message), *branding, parts_.origin);
  return mailer_->Send(message, {.from = from_, .id = row.id, .at = parts_.clock.Now()});
}

// A retry is due at the expiry at the latest, so that the drop is logged.
base::Status Delivery::Retry(model::Email row, const base::Error& error) {
  series_.failed.Add();
  parts_.log.Warn("An email was not delivered. It is sent again later.",
                  {{"email", row.id}, {"reason", error.reason}, {"detail", error.detail}});
  row.updated_at = parts_.clock.Now();
  row.last_error = TextOf(error);
  const base::Time next =
      std::min<base::Time>(row.updated_at + RetryAfter(row.attempts), row.expires_at);
  return parts_.store.Write([&](store::WriteTx& tx) { return store::ReleaseEmail(tx, row, next); });
}

// An email that has expired after failures keeps their reason, which is why it was not sent.
base::Status Delivery::Drop(model::Email row, const base::Error& error) {
  series_.dropped.Add();
  parts_.log.Warn("An email cannot be delivered and is dropped.",
                  {{"email", row.id}, {"reason", error.reason}, {"detail", error.detail}});
  if (error.reason != kMailExpired || !row.last_error) row.last_error = TextOf(error);
  return Finish(std::move(row), model::EmailState::kFailed);
}

base::Status Delivery::Finish(model::Email row, model::EmailState state) {
  series_.waiting.Add(-1);
  row.state = state;
  row.updated_at = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) { return store::FinishEmail(tx, row); });
}

}  // namespace bearward::mail
