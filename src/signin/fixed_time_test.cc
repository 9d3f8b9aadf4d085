#include "signin/fixed_time.h"

#include <gtest/gtest.h>

#include <future>

namespace bearward::signin {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// SentAfter returns how long after its begin a response is sent, if the work took `spent`.
nanoseconds SentAfter(milliseconds spent) {
  const base::SystemClock clock;
  FixedTime fixed(clock, [] { return milliseconds(50); });
  const std::int64_t begin = fixed.Begin() - nanoseconds(spent).count();
  auto outcome = fixed.Delay(door::EmptyReply(204), begin);
  std::promise<std::int64_t> sent;
  std::get<door::Deferred>(outcome).commit(
      [&](const base::Status& status) { sent.set_value(status ? clock.Ticks() : 0); });
  return nanoseconds(sent.get_future().get() - begin);
}

// D1: a short and a long search end at the same time.
TEST(FixedTime, ResponsesAreSentAtAMultipleOfThePeriod) {
  EXPECT_GE(SentAfter(milliseconds(1)), milliseconds(50));
  EXPECT_GE(SentAfter(milliseconds(40)), milliseconds(50));
  EXPECT_GE(SentAfter(milliseconds(60)), milliseconds(100));
}

TEST(FixedTime, WithoutAPeriodNothingWaits) {
  const base::SystemClock clock;
  FixedTime fixed(clock, nullptr);
  const auto outcome = fixed.Delay(door::EmptyReply(204), fixed.Begin());
  EXPECT_TRUE(std::holds_alternative<door::Reply>(outcome));
}

}  // namespace
}  // namespace bearward::signin
