#include "signin/fixed_time.h"

namespace bearward::signin {

door::Outcome FixedTime::Delay(door::Reply reply, std::int64_t begin) {
  if (!period_) return reply;
  const std::chrono::nanoseconds period = period_();
  const std::chrono::nanoseconds spent(clock_.Ticks() - begin);
  // The response waits as one for a commit does.
  return door::Deferred{std::move(reply), [this, wait = period - spent % period](auto done) {
                          timer_.RunAfter(wait, [done = std::move(done)] { done({}); });
                        }};
}

}  // namespace bearward::signin
