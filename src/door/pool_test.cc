#include "door/pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <thread>

#include "base/wake_batch.h"

namespace bearward::door {
namespace {

constexpr unsigned kThreads = 4;

// Each task waits for all others, so the run ends only if every thread was notified.
void RunTasksThatWaitForEachOther(Pool& pool, bool in_burst) {
  std::barrier together(kThreads);
  std::latch done(kThreads);
  {
    std::optional<base::WakeBatch> burst;
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
      const base::WakeBatch burst;
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

// The thread of the first task takes the second one before the other thread is notified of it; the
// second task then waits for the third. Returns whether the other thread ran the third.
bool OtherThreadDoesTheThird(Pool& pool) {
  std::latch first_began(1);
  std::latch first_may_end(1);
  std::latch second_began(1);
  const auto third = std::make_shared<std::promise<void>>();
  const auto was_third_done = std::make_shared<std::promise<bool>>();
  EXPECT_TRUE(pool.Post([&] {
    first_began.count_down();
    first_may_end.wait();
  }));
  first_began.wait();
  {
    const base::WakeBatch burst;
    EXPECT_TRUE(pool.Post([&, third, was_third_done] {
      second_began.count_down();
      const auto waited = third->get_future().wait_for(std::chrono::seconds(5));
      was_third_done->set_value(waited == std::future_status::ready);
    }));
    first_may_end.count_down();
    second_began.wait();
  }
  // The other thread may or may not have checked the queue by now; both cases must work.
  std::this_thread::yield();
  EXPECT_TRUE(pool.Post([third] { third->set_value(); }));
  return was_third_done->get_future().get();
}

TEST(PoolConcurrency, ThreadThatFoundNothingIsWokenForTheNextTask) {
  observe::Registry metrics;
  Pool pool("p", 2, 100, metrics, 16);
  for (int round = 0; round < 200; ++round) ASSERT_TRUE(OtherThreadDoesTheThird(pool)) << round;
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
        EXPECT_TRUE(base::WakeBatch::AtEnd([&] {
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
