#include "base/wake_batch.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace bearward::base {
namespace {

TEST(WakeBatch, WakesAtItsEndInOrder) {
  std::vector<int> woken;
  {
    const WakeBatch burst;
    EXPECT_TRUE(WakeBatch::AtEnd([&] { woken.push_back(1); }));
    EXPECT_TRUE(WakeBatch::AtEnd([&] { woken.push_back(2); }));
    EXPECT_TRUE(woken.empty());
  }
  EXPECT_EQ(woken, (std::vector{1, 2}));
}

TEST(WakeBatch, OutsideOfOneNothingIsKept) {
  bool woken = false;
  EXPECT_FALSE(WakeBatch::AtEnd([&] { woken = true; }));
  {
    const WakeBatch burst;
  }
  EXPECT_FALSE(WakeBatch::AtEnd([&] { woken = true; }));
  EXPECT_FALSE(woken);
}

TEST(WakeBatch, OneWithinAnotherIsPartOfIt) {
  bool woken = false;
  std::optional<WakeBatch> outer(std::in_place);
  {
    const WakeBatch inner;
    EXPECT_TRUE(WakeBatch::AtEnd([&] { woken = true; }));
  }
  EXPECT_FALSE(woken);
  outer.reset();
  EXPECT_TRUE(woken);
}

TEST(WakeBatch, IsThatOfOneThread) {
  const WakeBatch burst;
  std::thread([] { EXPECT_FALSE(WakeBatch::AtEnd([] {})); }).join();
}

}  // namespace
}  // namespace bearward::base
