#include "store/node.h"

#include <algorithm>
#include <utility>

#include "base/boot_clock.h"
#include "base/thread_name.h"

namespace bearward::store {
namespace {

constexpr int kPage = 5000;

constexpr std::int64_t Nanoseconds(std::chrono::nanoseconds time) { return time.count(); }

bool IsSame(const model::Event& one, const model::Event& other) {
  return one.number == other.number && one.type == other.type && one.at == other.at &&
         one.target == other.target && one.environment == other.environment;
}

// After a failover that lost commits, or a restore of the database, other events have the numbers
// of the lost ones. The caches of this node then reflect events that are not in the database.
base::Error Rewound() {
  return base::Unavailable(
      "event_log_changed",
      "the event log does not contain the events that this node has applied: the database was "
      "restored, or a failover lost commits. Restart this node");
}

// The lease that a look extends begins with the look, so a look that takes longer than the lease is
// useless.
PostgresOptions Impatient(PostgresOptions options) {
  options.patience = std::min(options.patience, kLease);
  return options;
}

}  // namespace

Node::Node(PostgresOptions options, Publisher& publisher, Lease& lease)
    : options_(Impatient(std::move(options))), publisher_(publisher), lease_(lease) {}

Node::~Node() { Stop(); }

void Node::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.Set();
  if (thread_.joinable()) thread_.join();
  lease_.SetUntil(0);  // before Leave, after which other nodes do not wait for this one
  if (link_ != nullptr && !link_->lost()) (void)link_->Leave(id_);
  link_.reset();
  barrier_.ReleaseAll();
}

base::Status Node::Start(Adopt adopt) {
  adopt_ = std::move(adopt);
  BW_TRY(Connect());
  BW_TRY_ASSIGN(id_, link_->NewId());
  confirmed_ = publisher_.last_published();
  lease_.SetUntil(0);
  BW_TRY(Look());
  thread_ = std::thread([this] { Loop(); });
  return {};
}

void Node::Hold(std::int64_t number, std::move_only_function<void()> answer) {
  std::unique_lock lock(mutex_);
  if (stopping_) {
    lock.unlock();
    return answer();
  }
  barrier_.Hold(number, base::BootTicks() + Nanoseconds(kLeaseWait), std::move(answer));
  lock.unlock();
  wake_.Set();
}

base::Status Node::AwaitLease(std::chrono::milliseconds wait) {
  if (lease_.Holds()) return {};
  wake_.Set();
  std::unique_lock lock(mutex_);
  const std::uint64_t first = begun_ + 1;
  looked_.wait_for(lock, wait, [&] { return ended_ >= first || lease_.Holds(); });
  if (lease_.Holds()) return {};
  return base::Fail(base::Unavailable(
      "lease_ended", last_look_ ? "the event log could not be read in time"
                                : "the event log cannot be read: " + last_look_.error().detail));
}

NodeState Node::state() const {
  const std::int64_t now = base::BootTicks();
  const std::lock_guard lock(mutex_);
  return {.live = others_.load() + 1,
          .lease = std::chrono::nanoseconds(lease_.until() - now),
          .lag = std::chrono::nanoseconds(now - looked_at_.load()),
          .failure = last_look_ ? "" : last_look_.error().reason};
}

void Node::Loop() {
  base::NameThread("node");
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    const base::Status look = Look();
    if (owes_ack_ && look) continue;
    const std::chrono::milliseconds pause = PauseAfter(!look);
    if (link_ != nullptr) {
      link_->Await(pause, wake_);
    } else {
      wake_.Await(pause);
      wake_.Clear();
    }
  }
}

// The earliest deadline of the barrier may come before the next look.
std::chrono::milliseconds Node::PauseAfter(bool failed) const {
  const std::chrono::milliseconds longest = failed ? kRetry : kBeat;
  const auto deadline = barrier_.deadline();
  if (!deadline) return longest;
  const std::chrono::nanoseconds left(*deadline - base::BootTicks());
  const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(left);
  return std::clamp(rounded, std::chrono::milliseconds(0), longest);
}

base::Status Node::Connect() {
  if (link_ != nullptr && !link_->lost()) return {};
  link_.reset();
  BW_TRY_ASSIGN(link_, NodeLink::Open(options_));
  // A crash of the database server may have lost the newest beats, so a live node may have an old
  // row.
  peers_.Restart(base::BootTicks());
  return {};
}

// If the connection has ended since the last look, the look is repeated at once on a new one,
// because the database may be available.
base::Status Node::Look() {
  {
    const std::lock_guard lock(mutex_);
    ++begun_;
  }
  base::Status status = LookOnce();
  if (!status && link_ != nullptr && link_->lost()) status = LookOnce();
  if (!status) link_.reset();
  Finish(status);
  return status;
}

base::Status Node::LookOnce() {
  const auto held = barrier_.newest();
  BW_TRY(Connect());
  const std::int64_t begin = base::BootTicks();
  bool more = true;
  while (more) {
    const std::int64_t published = publisher_.last_published();
    const std::int64_t from = last_ ? last_->number : confirmed_;
    BW_TRY_ASSIGN(const auto events, link_->Beat({id_, ++beat_, confirmed_},
                                                 std::exchange(owes_ack_, false), from, kPage));
    BW_TRY(TakeIn(events, published));
    more = std::cmp_equal(events.size(), kPage);
  }
  lease_.SetUntil(begin + Nanoseconds(kLease));
  looked_at_.store(begin);
  return ReadPeers(held);
}

// TakeIn publishes the new events of a page. A page begins with the newest event of the page before
// it, which shows whether the log is still the same.
base::Status Node::TakeIn(std::span<const model::Event> events, std::int64_t published) {
  const bool is_end = std::cmp_less(events.size(), kPage);
  const std::int64_t newest = events.empty() ? 0 : events.back().number;
  if (is_end && newest < published) return base::Fail(Rewound());
  const std::int64_t known = last_ ? last_->number : confirmed_;
  if (last_ && events.front().number == known && !IsSame(events.front(), *last_)) {
    return base::Fail(Rewound());
  }
  const auto first =
      std::ranges::find_if(events, [&](const auto& event) { return event.number > known; });
  const std::vector<model::Event> fresh(first, events.end());
  if (!events.empty()) last_ = events.back();
  if (newest > published) publisher_.Publish(fresh);
  owes_ack_ = owes_ack_ || TouchesVerdicts(fresh);
  unadopted_.insert(unadopted_.end(), fresh.begin(), fresh.end());
  if (!unadopted_.empty()) BW_TRY(adopt_(unadopted_));
  unadopted_.clear();
  confirmed_ = std::max(confirmed_, newest);
  return {};
}

base::Status Node::ReadPeers(std::optional<Barrier::Ticket> held) {
  const std::int64_t before = base::BootTicks();
  BW_TRY_ASSIGN(const auto rows, link_->ReadPeers(id_));
  const std::int64_t after = base::BootTicks();
  peers_.Observe(rows, after);
  others_.store(peers_.live(after));
  barrier_.Release(held, after,
                   [&](std::int64_t number) { return peers_.AllConfirmed(number, before); });
  for (const PeerRow& row : peers_.TakeLongDead(before)) BW_TRY(link_->Delete(row));
  return {};
}

// Finish also answers the writes whose deadline has passed, even if the look failed.
void Node::Finish(const base::Status& look) {
  barrier_.Release(std::nullopt, base::BootTicks(), [](std::int64_t) { return false; });
  {
    const std::lock_guard lock(mutex_);
    ++ended_;
    last_look_ = look;
  }
  looked_.notify_all();
}

}  // namespace bearward::store
