#include "base/burst.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace bearward::base {
namespace {

TEST(Burst, WakesAtItsEndInOrder) {
  std::vector<int> woken;
  {
    const Burst burst;
    EXPECT_TRUE(Burst::AtEnd([&] { woken.push_back(1); }));
    EXPECT_TRUE(Burst::AtEnd([&] { woken.push_back(2); }));
    EXPECT_TRUE(woken.empty());
  }
  EXPECT_EQ(woken, (std::vector{1, 2}));
}

TEST(Burst, OutsideOfOneNothingIsKept) {
  bool woken = false;
  EXPECT_FALSE(Burst::AtEnd([&] { woken = true; }));
  { const Burst burst; }
  EXPECT_FALSE(Burst::AtEnd([&] { woken = true; }));
  EXPECT_FALSE(woken);
}

TEST(Burst, OneWithinAnotherIsPartOfIt) {
  bool woken = false;
  std::optional<Burst> outer(std::in_place);
  {
    const Burst inner;
    EXPECT_TRUE(Burst::AtEnd([&] { woken = true; }));
  }
  EXPECT_FALSE(woken);
  outer.reset();
  EXPECT_TRUE(woken);
}

TEST(Burst, IsThatOfOneThread) {
  const Burst burst;
  std::thread([] { EXPECT_FALSE(Burst::AtEnd([] {})); }).join();
}

}  // namespace
}  // namespace bearward::base
