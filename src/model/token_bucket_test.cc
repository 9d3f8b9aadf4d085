#include "model/token_bucket.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace bearward::model {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kStart = 1'000'000;

bool Take(TokenBucket& bucket, const RateLimit& limit, std::int64_t now) {
  bucket.Refill(limit, now);
  if (bucket.permits() == 0) return false;
  bucket.Spend();
  return true;
}

rc::Gen<RateLimit> AnyLimit() {
  return rc::gen::apply(
      [](std::uint32_t permits, std::uint32_t window) { return RateLimit{permits, window}; },
      rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(1, 50),
                     rc::gen::inRange<std::uint32_t>(1, kMostPermits + 1)),
      rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(1, 10),
                     rc::gen::inRange<std::uint32_t>(1, kLongestWindow + 1)));
}

rc::Gen<std::int64_t> AnyPause() {
  return rc::gen::oneOf(rc::gen::just<std::int64_t>(0), rc::gen::inRange<std::int64_t>(0, 50),
                        rc::gen::inRange<std::int64_t>(0, 5'000'000'000));
}

// Checks a property with many random inputs, and prints the input that violates it.
template <class Property>
void ExpectAlways(const char* what, Property property) {
  EXPECT_TRUE(rc::check(what, property));
}

TEST(TokenBucket, AllowsTheBurstAndThenOneForEachShareOfTheWindow) {
  const RateLimit limit{5, 10};
  TokenBucket bucket(limit, kStart);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Take(bucket, limit, kStart)) << i;
  EXPECT_FALSE(Take(bucket, limit, kStart));
  EXPECT_EQ(bucket.UntilPermit(), milliseconds(2000));
  EXPECT_EQ(bucket.UntilFull(), milliseconds(10000));
  EXPECT_FALSE(Take(bucket, limit, kStart + 1999));
  EXPECT_TRUE(Take(bucket, limit, kStart + 2000));
  EXPECT_FALSE(bucket.IsFullAt(kStart + 11'999));
  EXPECT_TRUE(bucket.IsFullAt(kStart + 12'000));
}

TEST(TokenBucket, InNoSpanOfTimeMoreIsGivenThanTheBurstAndTheRefill) {
  ExpectAlways("bounded in every span", [] {
    const RateLimit limit = *AnyLimit();
    const auto pauses = *rc::gen::container<std::vector<std::int64_t>>(AnyPause());
    TokenBucket bucket(limit, kStart);
    std::vector<std::int64_t> given;
    std::int64_t now = kStart;
    for (const std::int64_t pause : pauses) {
      now += pause;
      while (given.size() < 300 && Take(bucket, limit, now)) given.push_back(now);
    }
    for (std::size_t first = 0; first < given.size(); ++first) {
      for (std::size_t last = first; last < given.size(); ++last) {
        const std::int64_t beyond = static_cast<std::int64_t>(last - first) + 1 - limit.permits;
        if (beyond <= 0) continue;
        const std::int64_t due = beyond * limit.window * 1000;  // in shares
        RC_ASSERT(given[last] - given[first] >= (due + limit.permits - 1) / limit.permits);
      }
    }
  });
}

TEST(TokenBucket, APermitIsThereInTheVeryMillisecondThatItIsDue) {
  ExpectAlways("due to the millisecond", [] {
    const RateLimit limit{*rc::gen::inRange<std::uint32_t>(1, 200),
                          *rc::gen::inRange<std::uint32_t>(1, kLongestWindow + 1)};
    TokenBucket bucket(limit, kStart);
    std::int64_t now = kStart;
    for (std::uint32_t i = 0; i < limit.permits; ++i) RC_ASSERT(Take(bucket, limit, now));
    for (int round = 0; round < 20; ++round) {
      bucket.Refill(limit, now);
      const std::int64_t wait = bucket.UntilPermit().count();
      RC_ASSERT(wait > 0);
      TokenBucket early = bucket;
      RC_ASSERT(!Take(early, limit, now + wait - 1));
      now += wait;
      RC_ASSERT(Take(bucket, limit, now));
    }
  });
}

// The refill does not depend on how often the bucket is read: no rounding error accumulates.
TEST(TokenBucket, NothingIsLostOrWonByAskingOften) {
  ExpectAlways("no drift", [] {
    // A bucket for one permit overflows in the step that fills it.
    const RateLimit limit{*rc::gen::inRange<std::uint32_t>(2, 2000),
                          *rc::gen::inRange<std::uint32_t>(1, 10)};
    const std::int64_t step = *rc::gen::inRange<std::int64_t>(1, 7);
    TokenBucket bucket(limit, kStart);
    std::int64_t given = 0;
    std::int64_t now = kStart;
    while (Take(bucket, limit, now)) ++given;
    // The steps are short enough that the bucket never overflows while it is drained.
    for (int i = 0; i < 3000; ++i) {
      now += step;
      while (Take(bucket, limit, now)) ++given;
    }
    const std::int64_t due = (now - kStart) * limit.permits / (std::int64_t{limit.window} * 1000);
    RC_ASSERT(given == limit.permits + due);
  });
}

TEST(TokenBucket, AClockThatGoesBackChangesNothing) {
  ExpectAlways("older readings are harmless", [] {
    const RateLimit limit = *AnyLimit();
    const auto pauses = *rc::gen::container<std::vector<std::int64_t>>(AnyPause());
    TokenBucket steady(limit, kStart);
    TokenBucket shaken(limit, kStart);
    std::int64_t now = kStart;
    for (const std::int64_t pause : pauses) {
      now += pause;
      const bool expected = Take(steady, limit, now);
      const bool given = Take(shaken, limit, now);
      RC_ASSERT(given == expected);
      shaken.Refill(limit, now - *AnyPause());
      RC_ASSERT(shaken.permits() == steady.permits());
      RC_ASSERT(shaken.UntilFull() == steady.UntilFull());
    }
  });
}

TEST(TokenBucket, WhatWasSpentStaysSpentWhenTheLimitChanges) {
  const RateLimit old{10, 60};
  TokenBucket bucket(old, kStart);
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(Take(bucket, old, kStart));
  TokenBucket raised = bucket;
  raised.Refill({100, 60}, kStart);
  EXPECT_EQ(raised.permits(), 93U);
  TokenBucket lowered = bucket;
  lowered.Refill({5, 60}, kStart);
  EXPECT_EQ(lowered.permits(), 0U);
  EXPECT_EQ(lowered.UntilPermit(), milliseconds(12'000));
  TokenBucket slower = bucket;
  slower.Refill({10, 600}, kStart);
  EXPECT_EQ(slower.permits(), 3U);
  // A change of the mode alone is not a change of the limit.
  bucket.Refill({10, 60, LimitMode::kMonitor}, kStart);
  EXPECT_EQ(bucket.permits(), 3U);
}

// While a smaller limit applies, spent permits up to its capacity stay spent. So a limit that was
// lowered from a million does not stay exhausted for days.
TEST(TokenBucket, NoChangeOfTheLimitForgivesMoreThanItCannotHold) {
  ExpectAlways("to and fro wins nothing", [] {
    const RateLimit one = *AnyLimit();
    const RateLimit other = *AnyLimit();
    TokenBucket bucket(one, kStart);
    const auto spent = *rc::gen::inRange<std::uint32_t>(0, std::min(one.permits, 100U) + 1);
    for (std::uint32_t i = 0; i < spent; ++i) bucket.Spend();
    bucket.Refill(other, kStart);
    const std::uint32_t held = std::min(spent, other.permits);
    RC_ASSERT(bucket.permits() == other.permits - held);
    bucket.Refill(one, kStart);
    RC_ASSERT(bucket.permits() == one.permits - held);
  });
}

TEST(TokenBucket, TheLargestLimitFits) {
  const RateLimit largest{kMostPermits, kLongestWindow};
  TokenBucket bucket(largest, 0);
  EXPECT_EQ(bucket.permits(), kMostPermits);
  for (int i = 0; i < 3; ++i) bucket.Spend();
  bucket.Refill(largest, INT64_MAX / 2);
  EXPECT_EQ(bucket.permits(), kMostPermits);
  EXPECT_EQ(bucket.UntilFull(), milliseconds(0));
}

}  // namespace
}  // namespace bearward::model
