#include "mail/delivery.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <span>
#include <utility>

#include "model/email_events.h"

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

// Signal wakes the thread. It is safe from any thread.
class Delivery::Signal {
 public:
  void Raise() {
    {
      const std::lock_guard lock(mutex_);
      raised_ = true;
    }
    condition_.notify_one();
  }
  // Await returns after a Raise since the last Await, after `time`, or when a stop is requested.
  void Await(const std::stop_token& stop, std::chrono::seconds time) {
    std::unique_lock lock(mutex_);
    condition_.wait_for(lock, stop, time, [this] { return raised_; });
    raised_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any condition_;
  bool raised_ = false;
};

Delivery::Delivery(const Parts& parts, std::unique_ptr<Mailer> mailer, std::string from)
    : parts_(parts),
      mailer_(std::move(mailer)),
      from_(std::move(from)),
      signal_(std::make_shared<Signal>()) {
  parts_.store.OnCommit([signal = signal_](std::span<const model::Event> committed) {
    if (std::ranges::any_of(committed, &model::SendsEmail, &model::Event::type)) signal->Raise();
  });
}

Delivery::~Delivery() = default;

void Delivery::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Delivery::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    // A failure of the store is reported by the requests that it affects.
    static_cast<void>(SendDue(stop));
    signal_->Await(stop, kInterval);
  }
}

base::Status Delivery::SendDue(const std::stop_token& stop) {
  BW_TRY_ASSIGN(const auto rows, parts_.store.Read([&](store::ReadTx& tx) {
    return store::ListDueOutboxRows(tx, parts_.clock.Now(), kBatch);
  }));
  for (const store::OutboxRow& row : rows) {
    if (stop.stop_requested()) return {};
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
