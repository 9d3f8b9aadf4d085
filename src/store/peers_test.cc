#include "store/peers.h"

#include <gtest/gtest.h>

namespace bearward::store {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

class PeersTest : public ::testing::Test {
 protected:
  void Observe(std::vector<PeerRow> rows, std::int64_t milliseconds) {
    peers_.Observe(rows, milliseconds * kMillisecond);
  }
  bool Confirmed(std::int64_t number, std::int64_t milliseconds) {
    return peers_.AllConfirmed(number, milliseconds * kMillisecond);
  }
  Peers peers_;
};

TEST_F(PeersTest, ANodeAloneWaitsForNoNode) {
  EXPECT_TRUE(Confirmed(7, 0));
  EXPECT_EQ(peers_.live(0), 0U);
}

TEST_F(PeersTest, ANumberIsConfirmedOnceEveryNodeHasAppliedIt) {
  Observe({{"a", 1, 7}, {"b", 1, 6}}, 0);
  EXPECT_TRUE(Confirmed(6, 0));
  EXPECT_FALSE(Confirmed(7, 0));
  Observe({{"a", 2, 7}, {"b", 2, 7}}, 50);
  EXPECT_TRUE(Confirmed(7, 50));
}

TEST_F(PeersTest, ARowThatDoesNotChangeForTheLeaseWaitNoLongerBlocks) {
  Observe({{"a", 1, 6}}, 0);
  Observe({{"a", 1, 6}}, 1099);
  EXPECT_FALSE(Confirmed(7, 1099));
  EXPECT_TRUE(Confirmed(7, 1100));
  EXPECT_EQ(peers_.live(1100 * kMillisecond), 0U);
}

TEST_F(PeersTest, ANodeThatComesBackBlocksAgain) {
  Observe({{"a", 1, 6}}, 0);
  Observe({{"a", 2, 6}}, 5000);
  EXPECT_FALSE(Confirmed(7, 5000));
}

// A failover to a standby that lags may lose the row of a node that still holds its lease.
TEST_F(PeersTest, ALostRowStillBlocksForTheLeaseWait) {
  Observe({{"a", 9, 6}}, 0);
  Observe({}, 500);
  EXPECT_FALSE(Confirmed(7, 1000));
  EXPECT_TRUE(Confirmed(7, 1100));
}

// A crash of the server may lose the newest beats of a node that still holds its lease.
TEST_F(PeersTest, ARestartCountsTheLeaseWaitAgain) {
  Observe({{"a", 1, 6}}, 0);
  peers_.Restart(1000 * kMillisecond);
  Observe({{"a", 1, 6}}, 1100);
  EXPECT_FALSE(Confirmed(7, 1100));
  EXPECT_TRUE(Confirmed(7, 2100));
}

TEST_F(PeersTest, ANodeThatEndedDoesNotBlock) {
  Observe({{"a", 3, 6}}, 0);
  Observe({{"a", -1, 6}}, 10);
  EXPECT_TRUE(Confirmed(7, 10));
}

TEST_F(PeersTest, LongDeadRowsAreRemovedOnce) {
  Observe({{"a", 3, 6}, {"b", 3, 6}}, 0);
  Observe({{"b", 4, 6}}, 59'000);
  EXPECT_TRUE(peers_.TakeLongDead(59'999 * kMillisecond).empty());
  const auto dead = peers_.TakeLongDead(60'000 * kMillisecond);
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].node, "a");
  EXPECT_TRUE(peers_.TakeLongDead(60'000 * kMillisecond).empty());
}

}  // namespace
}  // namespace bearward::store
