#include "verify/limiter.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>

#include "model/token_bucket.h"

namespace bearward::verify {
namespace {

using model::AppliedLimit;
using model::LimitMode;
using model::LimitState;
using model::TokenBucket;

constexpr std::size_t kShards = 64;
constexpr std::int64_t kNanosPerMilli = 1'000'000;
// A shard removes full buckets when it has twice as many buckets as after the last sweep, so that
// each new bucket pays for checking two old ones.
constexpr std::size_t kFirstSweep = 64;

// Uses the last byte, because the hash of the map does not use it.
std::size_t ShardOf(const base::Digest& bucket) { return bucket.back() % kShards; }

std::int64_t WholeSeconds(std::chrono::milliseconds time) {
  return std::chrono::ceil<std::chrono::seconds>(time).count();
}

LimitState StateOf(const AppliedLimit& limit, const TokenBucket& bucket) {
  const std::uint32_t left = bucket.permits();
  return {.scope = limit.scope,
          .limit = limit.limit,
          .remaining = left,
          .reset = WholeSeconds(left == 0 ? bucket.UntilPermit() : bucket.UntilFull()),
          .monitored = {}};
}

}  // namespace

struct alignas(64) Limiter::Shard {
  std::mutex mutex;
  boost::unordered_flat_map<base::Digest, TokenBucket, base::DigestHash> buckets;
  std::size_t sweep_at = kFirstSweep;

  void Sweep(std::int64_t now) {
    erase_if(buckets, [now](const auto& entry) { return entry.second.IsFullAt(now); });
    sweep_at = std::max(kFirstSweep, 2 * buckets.size());
  }
};

// Look is one limit with its refilled bucket; the bucket is nullptr if it did not fit.
struct Limiter::Look {
  const AppliedLimit* limit = nullptr;
  TokenBucket* bucket = nullptr;

  bool IsEnforced() const { return limit->limit.mode == LimitMode::kEnforce; }
  bool IsSpent() const { return bucket != nullptr && bucket->permits() == 0; }
};

// Locks holds the locks of the shards of the limits. All threads take them in the same order, which
// prevents deadlocks.
class Limiter::Locks {
 public:
  Locks(Shard* shards, Limits limits) {
    std::array<std::size_t, model::kMostLimits> order{};
    for (std::size_t i = 0; i < limits.size(); ++i) order[i] = ShardOf(limits[i].bucket);
    const auto used = std::span(order).first(limits.size());
    std::ranges::sort(used);
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (i == 0 || used[i] != used[i - 1]) locks_[i] = std::unique_lock(shards[used[i]].mutex);
    }
  }

 private:
  std::array<std::unique_lock<std::mutex>, model::kMostLimits> locks_;
};

Limiter::Limiter(const base::Clock& clock, std::size_t capacity)
    : clock_(clock),
      shards_(std::make_unique<Shard[]>(kShards)),
      shard_capacity_(std::max<std::size_t>(capacity / kShards, 1)) {}

Limiter::~Limiter() = default;

base::Result<Spending> Limiter::Spend(Limits limits) {
  if (limits.size() > model::kMostLimits) {
    return base::Fail(base::Internal("more rate limits than a request can have"));
  }
  Looks all;
  const auto looks = std::span<const Look>(all).first(limits.size());
  const Locks locks(shards_.get(), limits);
  // The time is read under the locks, so that it never decreases from one caller to the next.
  const std::int64_t now = clock_.Ticks() / kNanosPerMilli;
  if (!FindAll(limits, now, all)) {
    MakeMissing(limits, now);
    FindAll(limits, now, all);
  }
  const auto no_room = [](const Look& look) { return look.IsEnforced() && look.bucket == nullptr; };
  if (std::ranges::any_of(looks, no_room)) {
    return base::Fail(base::Unavailable("limiter_full", "the table of rate limit buckets is full"));
  }
  if (auto refused = Refuse(looks)) return *std::move(refused);
  return Take(looks);
}

bool Limiter::FindAll(Limits limits, std::int64_t now, Looks& looks) {
  bool complete = true;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    auto& buckets = shards_[ShardOf(limits[i].bucket)].buckets;
    const auto found = buckets.find(limits[i].bucket);
    looks[i] = {&limits[i], found == buckets.end() ? nullptr : &found->second};
    if (looks[i].bucket == nullptr) {
      complete = false;
    } else {
      looks[i].bucket->Refill(limits[i].limit, now);
    }
  }
  return complete;
}

// Sweeps first and inserts afterwards: a new bucket is full, so a sweep would remove it.
void Limiter::MakeMissing(Limits limits, std::int64_t now) {
  for (const AppliedLimit& limit : limits) {
    Shard& shard = shards_[ShardOf(limit.bucket)];
    if (shard.buckets.size() >= std::min(shard.sweep_at, shard_capacity_)) shard.Sweep(now);
  }
  for (const AppliedLimit& limit : limits) {
    Shard& shard = shards_[ShardOf(limit.bucket)];
    if (shard.buckets.size() >= shard_capacity_) continue;
    shard.buckets.try_emplace(limit.bucket, TokenBucket(limit.limit, now));
  }
}

// If several limits have no permit, the longest wait is returned: all limits must have one.
std::optional<Spending> Limiter::Refuse(std::span<const Look> looks) {
  const Look* longest = nullptr;
  for (const Look& look : looks) {
    if (!look.IsEnforced() || !look.IsSpent()) continue;
    if (longest == nullptr || look.bucket->UntilPermit() > longest->bucket->UntilPermit()) {
      longest = &look;
    }
  }
  if (longest == nullptr) return std::nullopt;
  Count(*longest->limit);
  const LimitState state = StateOf(*longest->limit, *longest->bucket);
  return Spending{std::chrono::seconds(state.reset), state};
}

Spending Limiter::Take(std::span<const Look> looks) {
  Spending spending;
  std::optional<model::LimitScope> monitored;
  for (const Look& look : looks) {
    if (look.bucket == nullptr) continue;
    if (look.IsSpent()) {
      monitored = look.limit->scope;
      Count(*look.limit);
    } else {
      look.bucket->Spend();
    }
    const LimitState state = StateOf(*look.limit, *look.bucket);
    if (!spending.state || model::IsNearer(state, *spending.state)) spending.state = state;
  }
  if (spending.state) spending.state->monitored = monitored;
  return spending;
}

void Limiter::Count(const AppliedLimit& limit) {
  exceeded_[static_cast<std::size_t>(limit.scope)][static_cast<std::size_t>(limit.limit.mode)]
      .fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t Limiter::exceeded(model::LimitScope scope, LimitMode mode) const {
  return exceeded_[static_cast<std::size_t>(scope)][static_cast<std::size_t>(mode)].load(
      std::memory_order_relaxed);
}

std::size_t Limiter::size() const {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kShards; ++i) {
    const std::lock_guard<std::mutex> lock(shards_[i].mutex);
    sum += shards_[i].buckets.size();
  }
  return sum;
}

}  // namespace bearward::verify
