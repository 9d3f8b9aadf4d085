#include "door/timer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <vector>

namespace bearward::door {
namespace {

using namespace std::chrono_literals;

TEST(Timer, RunsTasksInOrderOfTheirTimesAndNotBefore) {
  base::SystemClock clock;
  std::vector<int> ran;
  std::latch done(3);
  const std::int64_t begun = clock.Ticks();
  std::int64_t last = 0;
  Timer timer(clock);
  timer.RunAfter(30ms, [&] {
    ran.push_back(3);
    last = clock.Ticks();
    done.count_down();
  });
  timer.RunAfter(10ms, [&] {
    ran.push_back(2);
    done.count_down();
  });
  timer.RunAfter(0ms, [&] {
    ran.push_back(1);
    done.count_down();
  });
  done.wait();
  EXPECT_THAT(ran, ::testing::ElementsAre(1, 2, 3));
  EXPECT_GE(std::chrono::nanoseconds(last - begun), 30ms);
}

TEST(Timer, StopRunsWhatWaits) {
  base::SystemClock clock;
  bool ran = false;
  Timer timer(clock);
  timer.RunAfter(1h, [&] { ran = true; });
  timer.Stop();
  EXPECT_TRUE(ran);
}

TEST(TimerConcurrency, TasksOfManyThreadsAreAllRun) {
  std::atomic<int> ran = 0;
  {
    base::SystemClock clock;
    Timer timer(clock);
    std::vector<std::thread> clients;
    for (int client = 0; client < 4; ++client) {
      clients.emplace_back([&] {
        for (int i = 0; i < 100; ++i) timer.RunAfter(1ms * (i % 5), [&] { ++ran; });
      });
    }
    for (std::thread& client : clients) client.join();
  }
  EXPECT_EQ(ran.load(), 400);
}

}  // namespace
}  // namespace bearward::door
