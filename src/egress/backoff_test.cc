// When a receiver that fails is tried again.
#include "egress/backoff.h"

#include <gtest/gtest.h>

#include "base/entropy.h"

namespace bearward::egress {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Backoff, APauseDoublesOrIsWhatTheReceiverAsksFor) {
  EXPECT_EQ(PauseOf(1, std::nullopt), seconds(5));
  EXPECT_EQ(PauseOf(2, std::nullopt), seconds(10));
  EXPECT_EQ(PauseOf(3, std::nullopt), seconds(20));
  EXPECT_EQ(PauseOf(100, std::nullopt), std::chrono::minutes(10));
  EXPECT_EQ(PauseOf(1, seconds(77)), seconds(77));
  EXPECT_EQ(PauseOf(1, seconds(0)), seconds(1));
  EXPECT_EQ(PauseOf(1, std::chrono::hours(900)), std::chrono::hours(1));
}

TEST(Backoff, JitterIsAFifth) {
  base::SystemEntropy entropy;
  milliseconds least{1'000'000};
  milliseconds most{0};
  for (int i = 0; i < 200; ++i) {
    const milliseconds wait = Jitter(milliseconds(10'000), entropy);
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  EXPECT_GE(least, milliseconds(8'000));
  EXPECT_LE(most, milliseconds(12'000));
  EXPECT_LT(least, milliseconds(9'500)) << "the waits differ";
  EXPECT_GT(most, milliseconds(10'500));
}

}  // namespace
}  // namespace bearward::egress
