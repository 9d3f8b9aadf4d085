#include "mail/delivery.h"

#include <algorithm>
#include <utility>

namespace bearward::mail {
namespace {

constexpr int kBatch = 20;
// Retries, and the emails of other nodes that have stopped, are found after this time.
constexpr std::chrono::seconds kInterval{5};
constexpr std::chrono::seconds kFirstRetry{5};
constexpr std::chrono::seconds kLongestRetry = std::chrono::minutes(10);

std::chrono::seconds RetryAfter(std::int64_t attempts) {
  constexpr std::int64_t kMostDoublings = 8;
  return std::min(kFirstRetry * (std::int64_t{1} << std::min(attempts, kMostDoublings)),
                  kLongestRetry);
}

}  // namespace

Delivery::Delivery(const Parts& parts, std::unique_ptr<Mailer> mailer, std::string from)
    : parts_(parts), mailer_(std::move(mailer)), from_(std::move(from)) {}

Delivery::~Delivery() = default;

void Delivery::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Delivery::Wake() {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
  }
  wake_.notify_one();
}

void Delivery::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    // A failure of the store is reported by the requests that it affects.
    static_cast<void>(SendDue());
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kInterval, [this] { return awake_; });
    awake_ = false;
  }
}

base::Status Delivery::SendDue() {
  BW_TRY_ASSIGN(const auto rows, parts_.store.Read([&](store::ReadTx& tx) {
    return store::ListDueOutboxRows(tx, parts_.clock.Now(), kBatch);
  }));
  for (const store::OutboxRow& row : rows) {
    if (thread_.get_stop_token().stop_requested()) return {};
    BW_TRY(SendOne(row));
  }
  return {};
}

base::Status Delivery::SendOne(const store::OutboxRow& row) {
  const base::Time now = parts_.clock.Now();
  const auto remove = [&](store::WriteTx& tx) { return store::DeleteOutboxRow(tx, row); };
  if (row.expires_at <= now) return parts_.store.Write(remove);
  BW_TRY_ASSIGN(const bool claimed, parts_.store.Write([&](store::WriteTx& tx) {
    return store::ClaimOutboxRow(tx, row, now + RetryAfter(row.attempts));
  }));
  if (!claimed) return {};
  auto message = parts_.outbox.Open(row);
  const base::Status sent = message
                                ? mailer_->Send(*message, {.from = from_, .id = row.id, .at = now})
                                : base::Fail(std::move(message).error());
  const bool final = sent || sent.error().code == base::Code::kInvalid ||
                     sent.error().code == base::Code::kInternal;
  if (!sent) {
    parts_.log.Warn(
        final ? "An email cannot be delivered and is dropped."
              : "An email was not delivered. It is sent again later.",
        {{"email", row.id}, {"reason", sent.error().reason}, {"detail", sent.error().detail}});
  }
  return final ? parts_.store.Write(remove) : base::Status();
}

}  // namespace bearward::mail
