#include "observe/profiler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <sstream>
#include <thread>

#include "base/thread_name.h"

namespace bearward::observe {
namespace {

using ::testing::HasSubstr;

bool Always() { return true; }

// Busy is a named thread that uses the processor until it is destroyed.
class Busy {
 public:
  ~Busy() {
    stop_ = true;
    thread_.join();
  }
  void AwaitStart() const {
    while (!started_) std::this_thread::yield();
  }

 private:
  std::atomic<bool> stop_ = false;
  std::atomic<bool> started_ = false;
  std::thread thread_{[this] {
    base::NameThread("busy one");
    started_ = true;
    while (!stop_) {
    }
  }};
};

TEST(Profiler, SamplesShowTheThreadThatWorks) {
  const Busy busy;
  busy.AwaitStart();
  const auto text = SampleStacks(std::chrono::seconds(1), &Always);
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, HasSubstr("busy one;"));
  // Each line is a stack and a number of samples.
  std::istringstream lines(*text);
  int samples = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.rfind(' ');
    ASSERT_NE(space, std::string::npos) << line;
    if (line.starts_with("busy one;")) samples += std::stoi(line.substr(space + 1));
  }
  EXPECT_GE(samples, 5);
  EXPECT_LE(samples, 110);
}

TEST(Profiler, OneProfileRunsAtATimeAndEndsEarlyWhenAsked) {
  std::atomic<bool> runs = false;
  std::atomic<bool> goes_on = true;
  std::thread other([&] {
    const auto first = SampleStacks(std::chrono::seconds(60), [&] {
      runs = true;
      return goes_on.load();
    });
    EXPECT_TRUE(first);
  });
  while (!runs) std::this_thread::yield();
  const auto second = SampleStacks(std::chrono::seconds(1), &Always);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason, "profile_runs");
  goes_on = false;
  other.join();
  EXPECT_TRUE(SampleStacks(std::chrono::seconds(0), &Always)) << "the next one may run";
}

TEST(ThreadTimes, ThreadsWithOneNameAreCountedTogether) {
  const Busy one;
  const Busy two;
  one.AwaitStart();
  two.AwaitStart();
  const auto times = ReadThreadTimes();
  const auto found = std::ranges::find(times, "busy one", &ThreadTime::name);
  ASSERT_NE(found, times.end());
  EXPECT_EQ(found->threads, 2);
}

}  // namespace
}  // namespace bearward::observe
