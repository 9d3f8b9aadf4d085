#include "base/clock_watch.h"

#include <gtest/gtest.h>

#include "testing/fake_clock.h"

namespace bearward::base {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(ClockWatch, PassingTimeIsNoJump) {
  testing::FakeClock clock;
  ClockWatch watch(clock);
  for (const milliseconds step : {milliseconds(1), milliseconds(100), milliseconds(hours(48))}) {
    clock.Advance(step);
    EXPECT_EQ(watch.Observe(), milliseconds(0));
    EXPECT_TRUE(watch.trusted());
  }
}

TEST(ClockWatch, AJumpIsReportedOnceAndPausesForAnHour) {
  for (const milliseconds jump : {milliseconds(hours(24 * 500)), milliseconds(-seconds(90))}) {
    testing::FakeClock clock;
    ClockWatch watch(clock);
    clock.Advance(milliseconds(100));
    clock.Set(clock.Now() + jump);
    EXPECT_EQ(watch.Observe(), jump);
    EXPECT_EQ(watch.Observe(), milliseconds(0));
    clock.Advance(hours(1) - milliseconds(1));
    EXPECT_EQ(watch.Observe(), milliseconds(0));
    EXPECT_FALSE(watch.trusted());
    clock.Advance(milliseconds(1));
    EXPECT_TRUE(watch.trusted());
  }
}

TEST(ClockWatch, ADoubtFromElsewhereLastsForAnHourToo) {
  testing::FakeClock clock;
  ClockWatch watch(clock);
  watch.Distrust();
  EXPECT_FALSE(watch.trusted());
  clock.Advance(hours(1));
  EXPECT_EQ(watch.Observe(), milliseconds(0));
  EXPECT_TRUE(watch.trusted());
}

TEST(ClockWatch, ATimeServiceMayCorrectSeconds) {
  testing::FakeClock clock;
  ClockWatch watch(clock);
  clock.Set(clock.Now() + ClockWatch::kSmallestJump - milliseconds(1));
  EXPECT_EQ(watch.Observe(), milliseconds(0));
  clock.Set(clock.Now() - ClockWatch::kSmallestJump);
  EXPECT_EQ(watch.Observe(), -ClockWatch::kSmallestJump);
}

}  // namespace
}  // namespace bearward::base
