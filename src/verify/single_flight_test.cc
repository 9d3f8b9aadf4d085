#include "verify/single_flight.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "crypto/hash.h"

namespace bearward::verify {
namespace {

constexpr std::uint64_t kCommits = 7;

base::Digest KeyOf(const std::string& text) { return crypto::Sha256(text); }

SingleFlight::Outcome Found(std::uint64_t epoch) {
  Verdict verdict;
  verdict.epoch = epoch;
  return verdict;
}

// A flight that lasts until Finish is called.
class SingleFlightTest : public ::testing::Test {
 protected:
  ~SingleFlightTest() override { Finish(); }
  void Begin(const std::string& key, const SingleFlight::Outcome& outcome) {
    threads_.emplace_back([this, key, outcome] {
      const auto landing = single_flight_.Join(KeyOf(key), kCommits, [&] {
        asking_ = true;
        while (!down_) std::this_thread::yield();
        return outcome;
      });
      EXPECT_TRUE(landing.led);
    });
    while (!asking_) std::this_thread::yield();
  }
  void Finish() {
    down_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  SingleFlight single_flight_;
  std::vector<std::thread> threads_;
  std::atomic<bool> asking_ = false;
  std::atomic<bool> down_ = false;
};

class SingleFlightConcurrency : public SingleFlightTest {};

TEST_F(SingleFlightConcurrency, WhoComesMeanwhileGetsWhatTheFirstOneFound) {
  Begin("key", Found(3));
  std::atomic<int> shared = 0;
  for (int i = 0; i < 15; ++i) {
    threads_.emplace_back([&] {
      const auto landing = single_flight_.Join(KeyOf("key"), kCommits, [&] { return Found(99); });
      shared += !landing.led && landing.outcome && landing.outcome->epoch == 3 ? 1 : 0;
    });
  }
  while (single_flight_.waiting() < 15) std::this_thread::yield();
  Finish();
  EXPECT_EQ(shared, 15);
}

TEST_F(SingleFlightConcurrency, FailureIsToldToAllAndRememberedForNobody) {
  Begin("key", base::Fail(base::Unavailable("store_failed", "")));
  std::atomic<int> told = 0;
  for (int i = 0; i < 3; ++i) {
    threads_.emplace_back([&] {
      const auto landing = single_flight_.Join(KeyOf("key"), kCommits, [&] { return Found(99); });
      told += !landing.outcome && landing.outcome.error().reason == "store_failed" ? 1 : 0;
    });
  }
  while (single_flight_.waiting() < 3) std::this_thread::yield();
  Finish();
  EXPECT_EQ(told, 3);
  EXPECT_TRUE(single_flight_.Join(KeyOf("key"), kCommits, [] { return Found(1); }).led);
}

// A request that starts after a commit must not get an answer from before the commit.
TEST_F(SingleFlightConcurrency, WhoComesAfterACommitAsksAnew) {
  Begin("key", Found(3));
  const auto newer = single_flight_.Join(KeyOf("key"), kCommits + 1, [] { return Found(4); });
  EXPECT_TRUE(newer.led);
  EXPECT_EQ(newer.outcome->epoch, 4U);
}

TEST_F(SingleFlightConcurrency, OtherKeysFlyByThemselves) {
  Begin("key", Found(3));
  EXPECT_TRUE(single_flight_.Join(KeyOf("other"), kCommits, [] { return Found(4); }).led);
}

TEST(SingleFlight, DefectOfTheOneWhoAsksEndsTheFlight) {
  SingleFlight flights;
  EXPECT_THROW(flights.Join(KeyOf("key"), kCommits,
                            []() -> SingleFlight::Outcome { throw std::runtime_error("defect"); }),
               std::runtime_error);
  EXPECT_TRUE(flights.Join(KeyOf("key"), kCommits, [] { return Found(1); }).led);
}

}  // namespace
}  // namespace bearward::verify
