#include "base/single_flight.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace bearward::base {
namespace {

constexpr std::uint64_t kVersion = 7;
constexpr Digest kKey = {1};
constexpr Digest kOther = {2};  // in the same stripe

using Lookups = SingleFlight<int>;

// A lookup that lasts until Finish is called.
class SingleFlightConcurrency : public ::testing::Test {
 protected:
  ~SingleFlightConcurrency() override { Finish(); }
  void Begin(const Lookups::Outcome& outcome) {
    threads_.emplace_back([this, outcome] {
      const auto landing = lookups_.Join(kKey, kVersion, [&] {
        running_ = true;
        while (!finished_) std::this_thread::yield();
        return outcome;
      });
      EXPECT_TRUE(landing.led);
    });
    while (!running_) std::this_thread::yield();
  }
  // Joins the running lookup from `count` threads; returns how many got an outcome that `accepts`.
  template <class Accepts>
  int JoinFrom(int count, const Accepts& accepts) {
    std::atomic<int> accepted = 0;
    for (int i = 0; i < count; ++i) {
      threads_.emplace_back([&] {
        const auto landing = lookups_.Join(kKey, kVersion, [] { return Lookups::Outcome(99); });
        accepted += !landing.led && accepts(landing.outcome) ? 1 : 0;
      });
    }
    while (lookups_.waiting() < static_cast<std::size_t>(count)) std::this_thread::yield();
    Finish();
    return accepted;
  }
  void Finish() {
    finished_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  Lookups lookups_;
  std::vector<std::thread> threads_;
  std::atomic<bool> running_ = false;
  std::atomic<bool> finished_ = false;
};

TEST_F(SingleFlightConcurrency, CallersThatComeDuringALookupGetItsOutcome) {
  Begin(3);
  EXPECT_EQ(JoinFrom(15, [](const auto& outcome) { return outcome && *outcome == 3; }), 15);
}

TEST_F(SingleFlightConcurrency, FailureIsSharedAndNotKept) {
  Begin(Fail(Unavailable("store_failed", "")));
  EXPECT_EQ(JoinFrom(3,
                     [](const auto& outcome) {
                       return !outcome && outcome.error().reason == "store_failed";
                     }),
            3);
  EXPECT_TRUE(lookups_.Join(kKey, kVersion, [] { return Lookups::Outcome(1); }).led);
}

// A request that starts after a commit must not get an answer from before the commit.
TEST_F(SingleFlightConcurrency, CallerOfANewerVersionRunsItsOwnLookup) {
  Begin(3);
  const auto newer = lookups_.Join(kKey, kVersion + 1, [] { return Lookups::Outcome(4); });
  EXPECT_TRUE(newer.led);
  EXPECT_EQ(newer.outcome, 4);
}

TEST_F(SingleFlightConcurrency, AnotherKeyHasItsOwnLookup) {
  Begin(3);
  EXPECT_TRUE(lookups_.Join(kOther, kVersion, [] { return Lookups::Outcome(4); }).led);
}

TEST(SingleFlight, ExceptionEndsTheLookup) {
  Lookups lookups;
  EXPECT_THROW(lookups.Join(kKey, kVersion,
                            []() -> Lookups::Outcome { throw std::runtime_error("defect"); }),
               std::runtime_error);
  EXPECT_TRUE(lookups.Join(kKey, kVersion, [] { return Lookups::Outcome(1); }).led);
}

}  // namespace
}  // namespace bearward::base
