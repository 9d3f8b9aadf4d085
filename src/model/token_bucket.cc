#include "model/token_bucket.h"

#include <algorithm>

namespace bearward::model {
namespace {

std::int64_t RoundedUp(std::int64_t dividend, std::int64_t divisor) {
  return dividend / divisor + (dividend % divisor != 0 ? 1 : 0);
}

}  // namespace

// With the maxima of a limit, a full bucket plus the refill of a whole window fits 64 bits.
static_assert(std::int64_t{kMostPermits} * kLongestWindow * 1000 < INT64_MAX / 2);

TokenBucket::TokenBucket(const RateLimit& limit, std::int64_t now)
    : shares_(0), at_(now), permits_(limit.permits), window_(limit.window) {
  shares_ = Capacity();
}

void TokenBucket::Refill(const RateLimit& limit, std::int64_t now) {
  if (now > at_) {
    // After a whole window the bucket is full in any case.
    const std::int64_t passed = std::min(now - at_, Cost());
    shares_ = std::min(shares_ + passed * permits_, Capacity());
    at_ = now;
  }
  if (limit.permits != permits_ || limit.window != window_) Adopt(limit);
}

std::uint32_t TokenBucket::permits() const { return static_cast<std::uint32_t>(shares_ / Cost()); }

std::chrono::milliseconds TokenBucket::Until(std::int64_t wanted) const {
  if (shares_ >= wanted) return std::chrono::milliseconds::zero();
  return std::chrono::milliseconds(RoundedUp(wanted - shares_, permits_));
}

void TokenBucket::Adopt(const RateLimit& limit) {
  const std::int64_t spent = RoundedUp(Capacity() - shares_, Cost());
  permits_ = limit.permits;
  window_ = limit.window;
  shares_ = std::max<std::int64_t>(permits_ - spent, 0) * Cost();
}

}  // namespace bearward::model
