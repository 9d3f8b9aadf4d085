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

#include "base/clock.h"
#include "base/result.h"
#include "model/rate_limit.h"

namespace bearward::verify {

// Spending is the result of Spend. If `wait` is unset, a permit was taken from every enforced
// limit, and from every monitored limit that had one. If `wait` is set, no permit was taken from
// any limit, and `wait` is the time until all enforced limits have a permit. `state` describes the
// enforced limit that is closest to exhaustion, or, without an enforced limit, the closest
// monitored one.
struct Spending {
  std::optional<std::chrono::seconds> wait;
  std::optional<model::LimitState> state;
};

// Limiter holds one token bucket per rate-limited subject in use, in 64 shards, each with its own
// lock, held briefly. A full bucket carries no information and is removed when space is needed. A
// request whose buckets exist allocates nothing.
class Limiter {
 public:
  // kCapacity is the maximum number of buckets: about 80 MB, allocated only as needed.
  static constexpr std::size_t kCapacity = 1'000'000;
  explicit Limiter(const base::Clock& clock, std::size_t capacity = kCapacity);
  ~Limiter();
  Limiter(const Limiter&) = delete;
  Limiter& operator=(const Limiter&) = delete;

  // Spend takes a permit from each of one to model::kMostLimits limits, each of another scope.
  // Fails with kUnavailable "limiter_full" if the bucket of an enforced limit does not fit, because
  // all buckets are in use. Whether there is a permit is then unknown, and unknown is never treated
  // as allowed (incident class F6). Buckets exist only for configured limits, so an attacker cannot
  // fill the table.
  base::Result<Spending> Spend(std::span<const model::AppliedLimit> limits);

  // exceeded returns how many requests a limit of this scope and mode refused, or would have
  // refused.
  std::uint64_t exceeded(model::LimitScope scope, model::LimitMode mode) const;
  // size returns the number of buckets of all shards, for the metrics.
  std::size_t size() const;

 private:
  struct Shard;
  struct Look;
  class Locks;
  using Limits = std::span<const model::AppliedLimit>;
  using Looks = std::array<Look, model::kMostLimits>;
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
