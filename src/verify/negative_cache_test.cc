#include "verify/negative_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "crypto/hash.h"

namespace bearward::verify {
namespace {

constexpr std::int64_t kNow = 1'000'000'000;

base::Digest DigestOf(int number) { return crypto::Sha256(std::to_string(number)); }

TEST(NegativeCache, EntryLivesForItsLifetime) {
  NegativeCache cache;
  EXPECT_FALSE(cache.Find(DigestOf(1), kNow));
  cache.Put(DigestOf(1), Refusal::kTokenExpired, kNow);
  EXPECT_TRUE(cache.Find(DigestOf(1), kNow));
  EXPECT_FALSE(cache.Find(DigestOf(2), kNow));
  EXPECT_TRUE(cache.Find(DigestOf(1), kNow + NegativeCache::kLifetime.count() - 1));
  EXPECT_FALSE(cache.Find(DigestOf(1), kNow + NegativeCache::kLifetime.count()));
}

TEST(NegativeCache, HoldsExactlyThePermanentRefusals) {
  NegativeCache cache;
  for (std::size_t i = 0; i < kRefusals; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    const base::Digest digest = DigestOf(static_cast<int>(i));
    cache.Put(digest, refusal, kNow);
    EXPECT_EQ(cache.Find(digest, kNow),
              IsPermanent(refusal) ? std::optional(refusal) : std::nullopt)
        << RefusalWord(refusal);
  }
}

TEST(NegativeCache, LatestRefusalReplacesTheEarlierOne) {
  NegativeCache cache;
  cache.Put(DigestOf(1), Refusal::kSessionEnded, kNow);
  cache.Put(DigestOf(1), Refusal::kTokenExpired, kNow + 1);
  EXPECT_EQ(cache.Find(DigestOf(1), kNow + NegativeCache::kLifetime.count()),
            Refusal::kTokenExpired);
}

TEST(NegativeCache, ClearRemovesAllEntries) {
  NegativeCache cache;
  for (int i = 0; i < 100; ++i) cache.Put(DigestOf(i), Refusal::kTokenExpired, kNow);
  EXPECT_EQ(cache.size(), 100U);
  cache.Clear();
  EXPECT_EQ(cache.size(), 0U);
}

TEST(NegativeCache, SizeIsBoundedHoweverManyCredentialsAreTried) {
  NegativeCache cache;
  for (int i = 0; i < 100'000; ++i) {
    cache.Put(DigestOf(i), Refusal::kTokenExpired, kNow + i);
    ASSERT_TRUE(cache.Find(DigestOf(i), kNow + i));
  }
  EXPECT_LE(cache.size(), NegativeCache::kStripes * NegativeCache::kMostInStripe);
}

TEST(NegativeCacheConcurrency, EveryThreadFindsTheRefusalThatWasPut) {
  constexpr int kDigests = 2000;
  NegativeCache cache;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < kDigests; ++i) {
        const Refusal refusal = i % 2 == 0 ? Refusal::kTokenExpired : Refusal::kTokenRevoked;
        cache.Put(DigestOf(i), refusal, kNow);
        if (cache.Find(DigestOf(i), kNow) != refusal) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bearward::verify
