#include "app/shutdown.h"

#include <gtest/gtest.h>

#include <csignal>

namespace bearward::app {
namespace {

using Action = Shutdown::Action;
using std::chrono::seconds;

constexpr std::int64_t kSecond = 1'000'000'000;

TEST(Shutdown, SigtermFailsReadinessForTheDelayThenDrainsOnce) {
  Shutdown shutdown(seconds(5));
  EXPECT_EQ(shutdown.OnTick(0), Action::kNone);
  EXPECT_EQ(shutdown.OnSignal(SIGTERM, 10 * kSecond), Action::kFailReadiness);
  EXPECT_EQ(shutdown.OnTick(15 * kSecond - 1), Action::kNone);
  EXPECT_EQ(shutdown.OnTick(15 * kSecond), Action::kDrain);
  EXPECT_EQ(shutdown.OnTick(20 * kSecond), Action::kNone);
}

TEST(Shutdown, ASecondSignalEndsTheDelayAndAThirdHurries) {
  for (const int second : {SIGTERM, SIGINT}) {
    Shutdown shutdown(seconds(5));
    EXPECT_EQ(shutdown.OnSignal(SIGTERM, 0), Action::kFailReadiness);
    EXPECT_EQ(shutdown.OnSignal(second, kSecond), Action::kDrain);
    EXPECT_EQ(shutdown.OnTick(9 * kSecond), Action::kNone);
    EXPECT_EQ(shutdown.OnSignal(second, 10 * kSecond), Action::kHurry);
  }
}

TEST(Shutdown, SigintAndADelayOfZeroDrainAtOnce) {
  EXPECT_EQ(Shutdown(seconds(5)).OnSignal(SIGINT, 0), Action::kDrain);
  EXPECT_EQ(Shutdown(seconds(0)).OnSignal(SIGTERM, 0), Action::kDrain);
}

TEST(Shutdown, OtherSignalsMeanNothing) {
  Shutdown shutdown(seconds(5));
  EXPECT_EQ(shutdown.OnSignal(SIGHUP, 0), Action::kNone);
  EXPECT_EQ(shutdown.OnSignal(-1, 0), Action::kNone);
}

}  // namespace
}  // namespace bearward::app
