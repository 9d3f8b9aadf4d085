// TokenBucket: the arithmetic of a rate limit. It has no clock and no lock, and uses integers only.
#pragma once

#include <chrono>
#include <cstdint>

#include "model/rate_limit.h"

namespace bearward::model {

// TokenBucket counts in shares: one permit is as many shares as its window has milliseconds, and
// each millisecond adds as many shares as the limit has permits. This avoids rounding: a permit is
// available in exactly the millisecond in which it is due. `now` is in milliseconds of a monotonic
// clock; a reading older than the previous one has the effect of the previous one.
class TokenBucket {
 public:
  // TokenBucket starts full.
  TokenBucket(const RateLimit& limit, std::int64_t now);

  // Refill adds the shares of the time since the last call. When the limit has changed, the spent
  // permits stay spent, up to the capacity of the new limit.
  void Refill(const RateLimit& limit, std::int64_t now);
  // permits returns the number of whole permits available.
  std::uint32_t permits() const;
  // Spend takes one permit; one must be available.
  void Spend() { shares_ -= Cost(); }
  // UntilPermit returns the time until one permit is available, zero if one is; UntilFull the time
  // until the bucket is full.
  std::chrono::milliseconds UntilPermit() const { return Until(Cost()); }
  std::chrono::milliseconds UntilFull() const { return Until(Capacity()); }
  // IsFullAt says whether the bucket is full at `now` if nothing is spent before; it then equals a
  // new one.
  bool IsFullAt(std::int64_t now) const { return now - at_ >= UntilFull().count(); }

 private:
  std::int64_t Cost() const { return std::int64_t{window_} * 1000; }
  std::int64_t Capacity() const { return Cost() * permits_; }
  std::chrono::milliseconds Until(std::int64_t wanted) const;
  void Adopt(const RateLimit& limit);

  std::int64_t shares_;
  std::int64_t at_;
  std::uint32_t permits_;
  std::uint32_t window_;
};

}  // namespace bearward::model
