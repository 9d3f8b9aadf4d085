#include "door/pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <latch>
#include <optional>

#include "base/burst.h"

namespace bearward::door {
namespace {

constexpr unsigned kThreads = 4;

// Each waits for all others: it ends only when every thread was woken.
void RunTasksThatWaitForEachOther(Pool& pool, bool in_burst) {
  std::barrier together(kThreads);
  std::latch done(kThreads);
  {
    std::optional<base::Burst> burst;
    if (in_burst) burst.emplace();
    for (unsigned i = 0; i < kThreads; ++i) {
      EXPECT_TRUE(pool.Post([&] {
        together.arrive_and_wait();
        done.count_down();
      }));
    }
  }
  done.wait();
}

TEST(PoolConcurrency, EveryThreadIsWokenForTasksThatBlock) {
  observe::Registry metrics;
  Pool pool("p", kThreads, 100, metrics);
  for (int round = 0; round < 200; ++round) {
    RunTasksThatWaitForEachOther(pool, false);
    RunTasksThatWaitForEachOther(pool, true);
  }
}

TEST(PoolConcurrency, NoTaskIsLeftBehind) {
  observe::Registry metrics;
  Pool pool("p", kThreads, 10'000, metrics, 16);
  std::atomic<int> ran = 0;
  for (int round = 0; round < 200; ++round) {
    constexpr int kTasks = 40;
    std::latch done(kTasks);
    {
      const base::Burst burst;
      for (int i = 0; i < kTasks; ++i) {
        EXPECT_TRUE(pool.Post([&] {
          ++ran;
          done.count_down();
        }));
      }
    }
    done.wait();
  }
  EXPECT_EQ(ran, 200 * 40);
}

TEST(Pool, WhatIsQueuedIsDoneBeforeTheEnd) {
  observe::Registry metrics;
  std::atomic<int> ran = 0;
  {
    Pool pool("p", 1, 100, metrics, 8);
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(pool.Post([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 50);
}

TEST(Pool, OneThreadAnswersUpToABurstTogether) {
  observe::Registry metrics;
  std::atomic<int> ran = 0;
  std::atomic<int> at_first_wake = 0;
  std::latch all_are_posted(1);
  {
    Pool pool("p", 1, 100, metrics, 8);
    EXPECT_TRUE(pool.Post([&] { all_are_posted.wait(); }));
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(pool.Post([&] {
        ++ran;
        EXPECT_TRUE(base::Burst::AtEnd([&] {
          int none = 0;
          at_first_wake.compare_exchange_strong(none, ran.load());
        }));
      }));
    }
    all_are_posted.count_down();
  }
  EXPECT_EQ(at_first_wake, 7) << "and the one that waited";
}

}  // namespace
}  // namespace bearward::door
