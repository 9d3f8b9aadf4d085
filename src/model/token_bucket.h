// TokenBucket: the arithmetic of a rate limit. No clock of its own, no lock, whole numbers only.
#pragma once

#include <chrono>
#include <cstdint>

#include "model/rate_limit.h"

namespace bearward::model {

// TokenBucket counts in shares of a permit: as many as its window has milliseconds make one permit,
// and each millisecond brings as many as the limit has permits. So nothing is ever rounded, and a
// permit is there in the very millisecond in which it is due. `now` is in milliseconds of a clock
// that never goes back; a reading that is older than the last one is as good as the last one.
class TokenBucket {
 public:
  // TokenBucket is full at first.
  TokenBucket(const RateLimit& limit, std::int64_t now);

  // Refill brings the bucket up to date. Under another limit than last time what was spent stays
  // spent, up to all that the new limit has.
  void Refill(const RateLimit& limit, std::int64_t now);
  // permits gives the whole permits that are there.
  std::uint32_t permits() const;
  // Spend takes one permit, which must be there.
  void Spend() { shares_ -= Cost(); }
  // UntilPermit is the time until there is one permit, zero if there is; UntilFull until there are
  // all.
  std::chrono::milliseconds UntilPermit() const { return Until(Cost()); }
  std::chrono::milliseconds UntilFull() const { return Until(Capacity()); }
  // IsFullAt says whether, left alone, the bucket is full by then: as good as a new one.
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
