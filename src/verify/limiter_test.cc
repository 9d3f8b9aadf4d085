#include "verify/limiter.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "testing/fake_clock.h"
#include "testing/must.h"

namespace bearward::verify {
namespace {

using model::AppliedLimit;
using model::LimitMode;
using model::LimitScope;
using model::RateLimit;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Must;

// BucketOf returns a bucket name that maps to the given shard.
base::Digest BucketOf(std::uint32_t number, std::uint8_t shard) {
  base::Digest bucket{};
  std::memcpy(bucket.data(), &number, sizeof number);
  bucket.back() = shard;
  return bucket;
}

AppliedLimit Key(const RateLimit& limit, std::uint32_t number = 1, std::uint8_t shard = 1) {
  return {LimitScope::kKey, limit, BucketOf(number, shard)};
}
AppliedLimit Client(const RateLimit& limit, std::uint8_t shard = 2) {
  return {LimitScope::kClient, limit, BucketOf(2, shard)};
}
AppliedLimit Organization(const RateLimit& limit, std::uint8_t shard = 3) {
  return {LimitScope::kOrganization, limit, BucketOf(3, shard)};
}

class LimiterTest : public ::testing::Test {
 protected:
  Spending Spend(const std::vector<AppliedLimit>& limits) { return Must(limiter_.Spend(limits)); }
  // Left returns how many permits a limit alone has left, by taking them.
  int Left(const AppliedLimit& limit) {
    int left = 0;
    while (!Spend({limit}).wait) ++left;
    return left;
  }

  testing::FakeClock clock_;
  Limiter limiter_{clock_};
};

TEST_F(LimiterTest, ItAllowsAsManyAsThereAreAndStatesWhatIsLeft) {
  const AppliedLimit limit = Key({3, 60});
  for (std::uint32_t left : {2U, 1U, 0U}) {
    const Spending spending = Spend({limit});
    EXPECT_FALSE(spending.wait);
    EXPECT_EQ(spending.state->scope, LimitScope::kKey);
    EXPECT_EQ(spending.state->limit, limit.limit);
    EXPECT_EQ(spending.state->remaining, left);
    EXPECT_EQ(spending.state->reset, left == 0 ? 20 : 20 * (3 - left));
  }
  const Spending refused = Spend({limit});
  EXPECT_EQ(refused.wait, seconds(20));
  EXPECT_EQ(refused.state->remaining, 0U);
  EXPECT_EQ(refused.state->reset, 20);
}

TEST_F(LimiterTest, AfterTheReturnedWaitARequestPassesAndNotAMillisecondEarlier) {
  const AppliedLimit limit = Key({2, 60});
  Left(limit);
  clock_.Advance(milliseconds(29'999));
  EXPECT_EQ(Spend({limit}).wait, seconds(1));
  clock_.Advance(milliseconds(1));
  EXPECT_FALSE(Spend({limit}).wait);
  EXPECT_EQ(Spend({limit}).wait, seconds(30));
}

TEST_F(LimiterTest, ARefusalByOneSpendsNothingOfTheOthers) {
  const AppliedLimit key = Key({10, 60}), client = Client({10, 60}), whole = Organization({2, 60});
  EXPECT_FALSE(Spend({key, client, whole}).wait);
  EXPECT_FALSE(Spend({whole, client, key}).wait);
  for (int i = 0; i < 20; ++i) {
    const Spending refused = Spend({key, client, whole});
    EXPECT_EQ(refused.state->scope, LimitScope::kOrganization);
    EXPECT_EQ(refused.wait, seconds(30));
  }
  EXPECT_EQ(Left(key), 8);
  EXPECT_EQ(Left(client), 8);
}

TEST_F(LimiterTest, OfSeveralWaitsTheLongestIsReturned) {
  const AppliedLimit key = Key({1, 10}), client = Client({1, 1000}), whole = Organization({1, 100});
  EXPECT_FALSE(Spend({key, client, whole}).wait);
  EXPECT_EQ(Spend({key, client, whole}).wait, seconds(1000));
  EXPECT_EQ(Spend({key, client, whole}).state->scope, LimitScope::kClient);
  EXPECT_EQ(limiter_.exceeded(LimitScope::kClient, LimitMode::kEnforce), 2U);
  EXPECT_EQ(limiter_.exceeded(LimitScope::kKey, LimitMode::kEnforce), 0U);
}

TEST_F(LimiterTest, TheStateIsOfTheLimitThatIsNearestToItsEnd) {
  const AppliedLimit key = Key({100, 60}), client = Client({5, 60}), whole = Organization({5, 600});
  EXPECT_EQ(Spend({key, client}).state->scope, LimitScope::kClient);
  // Both have equally many permits left: the one that refills more slowly is the nearer one.
  EXPECT_EQ(Spend({whole}).state->scope, LimitScope::kOrganization);
  EXPECT_EQ(Spend({client, whole}).state->scope, LimitScope::kOrganization);
}

TEST_F(LimiterTest, AWatchedLimitCountsAndLetsPass) {
  const AppliedLimit watched = Client({1, 60, LimitMode::kMonitor});
  const AppliedLimit key = Key({10, 60});
  const Spending first = Spend({watched});
  EXPECT_FALSE(first.wait);
  EXPECT_FALSE(first.state->monitored);
  for (int i = 0; i < 3; ++i) {
    const Spending over = Spend({watched});
    EXPECT_FALSE(over.wait);
    EXPECT_EQ(over.state->monitored, LimitScope::kClient);
    EXPECT_EQ(over.state->remaining, 0U);
  }
  EXPECT_EQ(limiter_.exceeded(LimitScope::kClient, LimitMode::kMonitor), 3U);
  // With an enforced limit the client sees the state of that one, so that it does not slow down for
  // a limit that is only monitored.
  const Spending both = Spend({watched, key});
  EXPECT_EQ(both.state->scope, LimitScope::kKey);
  EXPECT_EQ(both.state->monitored, LimitScope::kClient);
  clock_.Advance(seconds(60));
  EXPECT_FALSE(Spend({watched}).state->monitored);
}

TEST_F(LimiterTest, NothingIsTakenFromAWatchedLimitOfARefusedRequest) {
  const AppliedLimit key = Key({1, 60}), watched = Client({2, 60, LimitMode::kMonitor});
  EXPECT_FALSE(Spend({key, watched}).wait);
  EXPECT_TRUE(Spend({key, watched}).wait);
  EXPECT_FALSE(Spend({watched}).state->monitored);
  EXPECT_EQ(Spend({watched}).state->monitored, LimitScope::kClient);
}

TEST_F(LimiterTest, OtherBucketsAreOtherLimits) {
  EXPECT_EQ(Left(Key({4, 60}, 1)), 4);
  EXPECT_EQ(Left(Key({4, 60}, 2)), 4);
  EXPECT_EQ(limiter_.size(), 2U);
}

TEST_F(LimiterTest, AChangedLimitHoldsAtOnce) {
  EXPECT_FALSE(Spend({Key({1, 60})}).wait);
  EXPECT_TRUE(Spend({Key({1, 60})}).wait);
  EXPECT_EQ(Left(Key({5, 60})), 4);
  EXPECT_TRUE(Spend({Key({2, 60})}).wait);
  EXPECT_EQ(Spend({Key({2, 60, LimitMode::kMonitor})}).state->monitored, LimitScope::kKey);
}

TEST_F(LimiterTest, ThreeNewBucketsMayShareAShard) {
  for (int round = 0; round < 200; ++round) {
    const AppliedLimit key = Key({1, 3600}, static_cast<std::uint32_t>(100 + round), 7);
    EXPECT_FALSE(Spend({key, Client({1000, 60}, 7), Organization({1000, 60}, 7)}).wait);
    EXPECT_TRUE(Spend({key, Client({1000, 60}, 7), Organization({1000, 60}, 7)}).wait);
  }
  EXPECT_EQ(Left(Client({1000, 60}, 7)), 800);
}

TEST_F(LimiterTest, BucketsThatFilledUpAgainAreForgotten) {
  for (std::uint32_t number = 0; number < 5000; ++number) {
    EXPECT_FALSE(Spend({Key({1, 1}, number)}).wait);
    clock_.Advance(milliseconds(100));
  }
  EXPECT_LE(limiter_.size(), 64U);
  // A bucket in use is not removed.
  EXPECT_EQ(Left(Key({3, 3600}, 9999)), 3);
  for (std::uint32_t number = 0; number < 500; ++number) {
    EXPECT_FALSE(Spend({Key({1, 1}, number)}).wait);
    clock_.Advance(milliseconds(100));
  }
  EXPECT_TRUE(Spend({Key({3, 3600}, 9999)}).wait);
}

// Incident class F6: if a bucket does not fit, the result is unknown, and the request must not
// pass.
TEST(LimiterFull, ALimitWithoutASlotIsUnavailableAndAWatchedOnePasses) {
  testing::FakeClock clock;
  Limiter limiter(clock, 64);  // one bucket per shard
  const std::vector<AppliedLimit> first{Key({1, 60}, 1)}, second{Key({1, 60}, 2)};
  const std::vector<AppliedLimit> watched{Key({1, 60, LimitMode::kMonitor}, 3)};
  EXPECT_FALSE(Must(limiter.Spend(first)).wait);
  const auto full = limiter.Spend(second);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, base::Code::kUnavailable);
  EXPECT_EQ(full.error().reason, "limiter_full");
  EXPECT_FALSE(Must(limiter.Spend(watched)).state);
  // Existing buckets work as before, and space is freed when buckets are full again.
  EXPECT_TRUE(Must(limiter.Spend(first)).wait);
  clock.Advance(seconds(60));
  EXPECT_FALSE(Must(limiter.Spend(second)).wait);
  EXPECT_EQ(limiter.size(), 1U);
}

TEST(LimiterFull, MoreLimitsThanScopesAreADefect) {
  testing::FakeClock clock;
  Limiter limiter(clock);
  const std::vector<AppliedLimit> many(model::kMostLimits + 1, Key({1, 60}));
  EXPECT_EQ(limiter.Spend(many).error().code, base::Code::kInternal);
}

TEST(LimiterConcurrency, ExactlyAsManyPassAsThereArePermits) {
  constexpr int kThreads = 64;
  constexpr int kTries = 200;
  testing::FakeClock clock;
  Limiter limiter(clock);
  const AppliedLimit key = Key({10'000, 3600}), client = Client({777, 3600}),
                     whole = Organization({5'000, 3600});
  std::atomic<int> passed = 0;
  std::latch start(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      // Each thread passes another order: locks must not be taken in the order of the arguments.
      std::vector<AppliedLimit> limits{key, client, whole};
      std::rotate(limits.begin(), limits.begin() + thread % 3, limits.end());
      start.arrive_and_wait();
      for (int i = 0; i < kTries; ++i) {
        if (!limiter.Spend(limits)->wait) ++passed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passed, 777);
  const std::vector<AppliedLimit> keys{key};
  EXPECT_EQ(Must(limiter.Spend(keys)).state->remaining, 10'000U - 777 - 1);
  EXPECT_EQ(limiter.exceeded(LimitScope::kClient, LimitMode::kEnforce),
            std::uint64_t{kThreads} * kTries - 777);
}

TEST(LimiterConcurrency, BucketsComeAndGoWhileOthersAreInUse) {
  constexpr int kThreads = 8;
  testing::FakeClock clock;
  Limiter limiter(clock, 64 * 128);
  std::atomic<int> passed = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::uint32_t i = 0; i < 500; ++i) {
        const auto number = static_cast<std::uint32_t>(thread + 1) * 1000 + i;
        const std::vector<AppliedLimit> limits{Key({1, 1}, number), Client({100, 36'000}, 1)};
        const auto spending = limiter.Spend(limits);
        if (spending && !spending->wait) ++passed;
        if (i % 10 == 0) clock.Advance(milliseconds(10));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passed, 100);
}

}  // namespace
}  // namespace bearward::verify
