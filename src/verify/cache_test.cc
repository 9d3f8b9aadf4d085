#include "verify/cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "crypto/hash.h"

namespace bearward::verify {
namespace {

base::Digest DigestOf(int number) { return crypto::Sha256(std::to_string(number)); }

Verdict VerdictOf(int number, std::uint64_t epoch = 1) {
  auto principal = std::make_shared<model::Principal>();
  principal->subject_id = std::to_string(number);
  return {.principal = std::move(principal),
          .credential = {},
          .epoch = epoch,
          .expires_at = base::FromMillis(number)};
}

TEST(VerdictCache, GivesBackWhatWasPut) {
  VerdictCache cache(1000);
  EXPECT_FALSE(cache.Find(DigestOf(1)));
  cache.Put(DigestOf(1), VerdictOf(1, 7));
  const auto found = cache.Find(DigestOf(1));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->principal->subject_id, "1");
  EXPECT_EQ(found->epoch, 7U);
  EXPECT_EQ(found->expires_at, base::FromMillis(1));
  EXPECT_FALSE(cache.Find(DigestOf(2)));
}

TEST(VerdictCache, LaterVerdictReplacesTheEarlier) {
  VerdictCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1));
  cache.Put(DigestOf(1), VerdictOf(2));
  EXPECT_EQ(cache.Find(DigestOf(1))->principal->subject_id, "2");
  EXPECT_EQ(cache.size(), 1U);
}

TEST(VerdictCache, ErasedVerdictIsGone) {
  VerdictCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1));
  cache.Erase(DigestOf(1));
  cache.Erase(DigestOf(2));
  EXPECT_FALSE(cache.Find(DigestOf(1)));
  EXPECT_EQ(cache.size(), 0U);
}

TEST(VerdictCache, NeverHoldsMoreThanItsCapacity) {
  constexpr std::size_t kCapacity = 256 * 16;
  VerdictCache cache(kCapacity);
  for (int i = 0; i < 50'000; ++i) {
    cache.Put(DigestOf(i), VerdictOf(i));
    ASSERT_TRUE(cache.Find(DigestOf(i)));
  }
  EXPECT_LE(cache.size(), kCapacity);
  EXPECT_GT(cache.size(), kCapacity / 2);
}

TEST(VerdictCache, SmallestCapacityStillRemembersOne) {
  VerdictCache cache(0);
  cache.Put(DigestOf(1), VerdictOf(1));
  EXPECT_TRUE(cache.Find(DigestOf(1)));
}

TEST(VerdictCache, ConfirmedVerdictHasTheLaterEpoch) {
  VerdictCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1, 3));
  const Verdict verdict = *cache.Find(DigestOf(1));
  cache.Confirm(DigestOf(1), verdict, 9);
  EXPECT_EQ(cache.Find(DigestOf(1))->epoch, 9U);
  cache.Confirm(DigestOf(1), verdict, 5);
  EXPECT_EQ(cache.Find(DigestOf(1))->epoch, 9U);
}

// Somebody looked at the old verdict, and a new one came in before it was confirmed.
TEST(VerdictCache, ConfirmingAnotherVerdictDoesNothing) {
  VerdictCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1, 3));
  const Verdict old = *cache.Find(DigestOf(1));
  cache.Put(DigestOf(1), VerdictOf(1, 4));
  cache.Confirm(DigestOf(1), old, 9);
  EXPECT_EQ(cache.Find(DigestOf(1))->epoch, 4U);
  cache.Confirm(DigestOf(2), old, 9);
  EXPECT_FALSE(cache.Find(DigestOf(2)));
}

TEST(VerdictCacheConcurrency, EveryThreadFindsItsOwn) {
  VerdictCache cache(256 * 64);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20'000; ++i) {
        const int number = (i * 4 + thread) % 1000;
        const auto found = cache.Find(DigestOf(number));
        if (found && found->principal->subject_id != std::to_string(number)) ++wrong;
        if (found && i % 3 == 0) cache.Confirm(DigestOf(number), *found, 2);
        if (!found) cache.Put(DigestOf(number), VerdictOf(number));
        if (i % 7 == 0) cache.Erase(DigestOf(number));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bearward::verify
