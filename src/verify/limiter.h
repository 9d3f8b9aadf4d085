// Limiter: takes permits from rate limits, in memory, shared by all threads of the process.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "model/rate_limit.h"

namespace bearward::verify {

// kRateLimitReason is the reason of a refusal by a rate limit.
inline constexpr std::string_view kRateLimitReason = "rate_limited";

// Spending is how it went. Without `wait` a permit was taken from every enforced limit, and from
// each watched one that had any; with it none was taken from any, and it is how long to wait until
// all would have one. `state` is about the enforced limit that is nearest to its end; only where
// there is none, about the nearest watched one.
struct Spending {
  std::optional<std::chrono::seconds> wait;
  std::optional<model::LimitState> state;
};

// Limiter holds a bucket for each limited thing that is in use: 64 shards, each behind a short
// lock. A bucket that filled up again is as good as none and is forgotten when room is wanted, so a
// hit allocates nothing once its bucket is there.
class Limiter {
 public:
  // kCapacity bounds the buckets: about 80 MB, used only as far as needed.
  static constexpr std::size_t kCapacity = 1'000'000;
  explicit Limiter(const base::Clock& clock, std::size_t capacity = kCapacity);
  ~Limiter();
  Limiter(const Limiter&) = delete;
  Limiter& operator=(const Limiter&) = delete;

  // Spend takes a permit from all of the limits, of which there are one to three, each of a scope
  // of its own. kUnavailable "limiter_full" when an enforced limit's bucket finds no room among
  // buckets that are all in use: it cannot be told whether there is a permit, and unknown is never
  // yes (incident class F6). Only somebody who may set limits can make buckets, so no stranger
  // fills it.
  base::Result<Spending> Spend(std::span<const model::AppliedLimit> limits);

  // exceeded counts the requests that a limit of this scope and mode refused, or would have.
  std::uint64_t exceeded(model::LimitScope scope, model::LimitMode mode) const;
  // size counts the buckets of all shards, for the metrics.
  std::size_t size() const;

 private:
  struct Shard;
  struct Look;
  class Locks;
  using Limits = std::span<const model::AppliedLimit>;
  using Looks = std::array<Look, model::kLimitScopes>;
  bool FindAll(Limits limits, std::int64_t now, Looks& looks);
  void MakeMissing(Limits limits, std::int64_t now);
  std::optional<Spending> Refuse(std::span<const Look> looks);
  Spending Take(std::span<const Look> looks);
  void Count(const model::AppliedLimit& limit);

  const base::Clock& clock_;
  std::unique_ptr<Shard[]> shards_;
  std::size_t shard_capacity_;
  std::atomic<std::uint64_t> exceeded_[model::kLimitScopes][2] = {};
};

}  // namespace bearward::verify
