#include "verify/throttle.h"

#include <gtest/gtest.h>

#include "testing/fake_clock.h"

namespace bearward::verify {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kLimit = 3;

class ThrottleTest : public ::testing::Test {
 protected:
  void Fail(const std::string& name, int times) {
    for (int i = 0; i < times; ++i) throttle_.Note(name);
  }
  testing::FakeClock clock_;
  Throttle throttle_{clock_, seconds(60), 100};
};

TEST_F(ThrottleTest, LimitIsReachedByTheLastFailureAllowed) {
  EXPECT_FALSE(throttle_.WaitFor("ann", kLimit));
  Fail("ann", kLimit - 1);
  EXPECT_FALSE(throttle_.WaitFor("ann", kLimit));
  Fail("ann", 1);
  EXPECT_EQ(throttle_.WaitFor("ann", kLimit), seconds(60));
  EXPECT_FALSE(throttle_.WaitFor("bob", kLimit));
}

TEST_F(ThrottleTest, IsIdleExactlyWhileNoWindowIsOpen) {
  EXPECT_TRUE(throttle_.IsIdle());
  Fail("ann", 1);
  clock_.Advance(seconds(30));
  Fail("ann", 1);
  Fail("bob", 1);
  EXPECT_FALSE(throttle_.IsIdle());
  clock_.Advance(seconds(30));
  EXPECT_FALSE(throttle_.IsIdle()) << "the window of bob is still open";
  clock_.Advance(seconds(30));
  EXPECT_TRUE(throttle_.IsIdle());
  Fail("ann", kLimit);
  EXPECT_FALSE(throttle_.IsIdle()) << "a window that begins again";
}

TEST_F(ThrottleTest, WaitIsWhatIsLeftOfTheWindowRoundedUp) {
  Fail("ann", kLimit);
  clock_.Advance(milliseconds(500));
  EXPECT_EQ(throttle_.WaitFor("ann", kLimit), seconds(60));
  clock_.Advance(milliseconds(59'499));
  EXPECT_EQ(throttle_.WaitFor("ann", kLimit), seconds(1));
  clock_.Advance(milliseconds(1));
  EXPECT_FALSE(throttle_.WaitFor("ann", kLimit));
}

TEST_F(ThrottleTest, NewWindowBeginsWithItsFirstFailure) {
  Fail("ann", kLimit - 1);
  clock_.Advance(seconds(60));
  Fail("ann", kLimit - 1);
  EXPECT_FALSE(throttle_.WaitFor("ann", kLimit));
  Fail("ann", 1);
  EXPECT_EQ(throttle_.WaitFor("ann", kLimit), seconds(60));
}

TEST_F(ThrottleTest, WallClockDoesNotMatter) {
  Fail("ann", kLimit);
  clock_.Set(clock_.Now() + std::chrono::hours(24));
  EXPECT_TRUE(throttle_.WaitFor("ann", kLimit));
}

TEST_F(ThrottleTest, ForgottenNameStartsAfresh) {
  Fail("ann", kLimit);
  throttle_.Forget("ann");
  throttle_.Forget("bob");
  EXPECT_FALSE(throttle_.WaitFor("ann", kLimit));
  EXPECT_EQ(throttle_.size(), 0U);
}

TEST_F(ThrottleTest, NeverRemembersMoreThanItsCapacity) {
  for (int i = 0; i < 10'000; ++i) {
    Fail(std::to_string(i), 1);
    ASSERT_LE(throttle_.size(), 100U);
  }
}

// An attacker that tries a thousand names must not displace the counter of the attacked one.
TEST_F(ThrottleTest, FloodOfNamesDoesNotWashAwayTheBusiest) {
  Fail("ann", kLimit);
  for (int i = 0; i < 10'000; ++i) Fail(std::to_string(i), 1);
  EXPECT_TRUE(throttle_.WaitFor("ann", kLimit));
}

TEST_F(ThrottleTest, ExpiredWindowsAreEvictedFirst) {
  Fail("ann", kLimit);
  clock_.Advance(seconds(60));
  for (int i = 0; i < 99; ++i) Fail(std::to_string(i), 1);
  Fail("bob", 1);
  EXPECT_EQ(throttle_.size(), 100U);
}

}  // namespace
}  // namespace bearward::verify
