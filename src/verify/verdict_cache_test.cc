#include "verify/verdict_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "crypto/hash.h"

namespace bearward::verify {
namespace {

constexpr base::Time kNow = base::Time(std::chrono::seconds(1'900'000'000));

base::Digest DigestOf(int number) { return crypto::Sha256(std::to_string(number)); }

Verdict VerdictOf(int number, std::uint64_t epoch = 1) {
  auto principal = std::make_shared<model::Principal>();
  principal->subject_id = std::to_string(number);
  return {.principal = std::move(principal),
          .credential = {},
          .epoch = epoch,
          .expires_at = kNow + std::chrono::milliseconds(number + 1)};
}

// A verdict on one of a few users.
Verdict SharedVerdictOf(int number) {
  Verdict verdict = VerdictOf(number % 8);
  verdict.expires_at = base::Time::max();
  return verdict;
}

// A verdict cache with the parts that it needs.
struct CacheParts {
  Revocations revocations;
  SubjectCache subjects{revocations};
};
struct TestCache : CacheParts, VerdictCache {
  explicit TestCache(std::size_t capacity) : VerdictCache(subjects, capacity) {}
};

TEST(VerdictCache, ReturnsWhatWasPut) {
  TestCache cache(1000);
  EXPECT_FALSE(cache.Find(DigestOf(1), kNow));
  cache.Put(DigestOf(1), VerdictOf(1, 7), kNow);
  const auto found = cache.Find(DigestOf(1), kNow);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->principal->subject_id, "1");
  EXPECT_EQ(found->epoch, 7U);
  EXPECT_EQ(found->expires_at, kNow + std::chrono::milliseconds(2));
  EXPECT_FALSE(cache.Find(DigestOf(2), kNow));
}

TEST(VerdictCache, LaterVerdictReplacesTheEarlier) {
  TestCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1), kNow);
  cache.Put(DigestOf(1), VerdictOf(2), kNow);
  EXPECT_EQ(cache.Find(DigestOf(1), kNow)->principal->subject_id, "2");
  EXPECT_EQ(cache.size(), 1U);
}

TEST(VerdictCache, ErasedVerdictIsGone) {
  TestCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1), kNow);
  cache.Erase(DigestOf(1));
  cache.Erase(DigestOf(2));
  EXPECT_FALSE(cache.Find(DigestOf(1), kNow));
  EXPECT_EQ(cache.size(), 0U);
}

TEST(VerdictCache, NeverHoldsMuchMoreThanItsCapacity) {
  constexpr std::size_t kCapacity = 256 * 16;
  TestCache cache(kCapacity);
  for (int i = 0; i < 50'000; ++i) {
    cache.Put(DigestOf(i), SharedVerdictOf(i), kNow);
    ASSERT_TRUE(cache.Find(DigestOf(i), kNow));
  }
  EXPECT_LE(cache.size(), kCapacity * 11 / 10);
  EXPECT_GT(cache.size(), kCapacity / 2);
}

TEST(VerdictCache, SmallestCapacityStillRemembersOne) {
  TestCache cache(0);
  cache.Put(DigestOf(1), VerdictOf(1), kNow);
  EXPECT_TRUE(cache.Find(DigestOf(1), kNow));
}

TEST(VerdictCache, ConfirmedVerdictHasTheLaterEpoch) {
  TestCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1, 3), kNow);
  const Verdict verdict = *cache.Find(DigestOf(1), kNow);
  cache.Confirm(DigestOf(1), verdict, 9);
  EXPECT_EQ(cache.Find(DigestOf(1), kNow)->epoch, 9U);
  cache.Confirm(DigestOf(1), verdict, 5);
  EXPECT_EQ(cache.Find(DigestOf(1), kNow)->epoch, 9U);
}

// A thread read the old verdict, and a new one was stored before the thread confirmed it.
TEST(VerdictCache, ConfirmingAnotherVerdictDoesNothing) {
  TestCache cache(1000);
  cache.Put(DigestOf(1), VerdictOf(1, 3), kNow);
  const Verdict old = *cache.Find(DigestOf(1), kNow);
  cache.Put(DigestOf(1), VerdictOf(1, 4), kNow);  // with the same principal
  cache.Confirm(DigestOf(1), old, 9);
  EXPECT_EQ(cache.Find(DigestOf(1), kNow)->epoch, 4U);
  cache.Confirm(DigestOf(2), old, 9);
  EXPECT_FALSE(cache.Find(DigestOf(2), kNow));
}

TEST(VerdictCache, EveryFormOfIdComesBackAsItWas) {
  TestCache cache(1000);
  for (const std::string_view id :
       {"", "session_01JTESTTESTTESTTESTTESTTES", "session_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "key_00000000000000000000000000", "sec_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "key_01ARZ3NDEKTSV4RRFFQ69G5FAU", "key_01arz3ndektsv4rrffq69g5fav", "key_", "other_1",
        "session_81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "0123456789abcdef0123456789abcdef0123456"}) {
    for (const auto& end : {std::optional<base::Time>(), std::optional(kNow)}) {
      Verdict verdict = SharedVerdictOf(1);
      verdict.credential = {.id = base::ShortText<39>(id), .expires_at = end};
      cache.Put(DigestOf(1), verdict, kNow);
      EXPECT_EQ(cache.Find(DigestOf(1), kNow)->credential, verdict.credential) << id;
    }
  }
  EXPECT_EQ(cache.size(), 1U);
}

TEST(VerdictCache, EqualPrincipalsAreOneObject) {
  TestCache cache(10'000);
  for (int i = 0; i < 640; ++i) cache.Put(DigestOf(i), SharedVerdictOf(i), kNow);
  std::set<const model::Principal*> objects;
  for (int i = 0; i < 640; ++i) objects.insert(cache.Find(DigestOf(i), kNow)->principal.get());
  EXPECT_EQ(objects.size(), 16U) << "80 credentials of each of 8, and at most 64 share";
}

// The number of principals is not known in advance: they are bounded in bytes.
TEST(VerdictCache, PrincipalsThatAreAllDistinctStayWithinTheirBytes) {
  constexpr std::size_t kCapacity = 10'000;
  TestCache cache(kCapacity);
  for (int i = 0; i < 20'000; ++i) {
    Verdict verdict = VerdictOf(i);
    verdict.expires_at = base::Time::max();
    cache.Put(DigestOf(i), verdict, kNow);
    ASSERT_TRUE(cache.Find(DigestOf(i), kNow));
  }
  EXPECT_LE(cache.bytes(), kCapacity * VerdictCache::kBytesEach + 1024);
  EXPECT_GT(cache.bytes(), kCapacity * VerdictCache::kBytesEach / 2);
}

TEST(VerdictCache, ExpiredVerdictsAreEvictedFirst) {
  TestCache cache(256 * 8);
  constexpr int kLive = 500;
  for (int i = 0; i < kLive; ++i) cache.Put(DigestOf(i), SharedVerdictOf(i), kNow);
  for (int i = kLive; i < 20'000; ++i) {
    Verdict verdict = SharedVerdictOf(i);
    verdict.expires_at = kNow + std::chrono::seconds(i);
    cache.Put(DigestOf(i), verdict, kNow + std::chrono::seconds(i + 1));
  }
  int live = 0;
  for (int i = 0; i < kLive; ++i) live += cache.Find(DigestOf(i), kNow) ? 1 : 0;
  EXPECT_GT(live, 0);
  EXPECT_LE(cache.size(), 256U * 9);
}

TEST(VerdictCache, UseIsDueOnceInAWhile) {
  TestCache cache(1000);
  cache.Put(DigestOf(1), SharedVerdictOf(1), kNow);
  const auto is_due = [&](base::Time now) { return cache.Find(DigestOf(1), now)->use_is_due; };
  EXPECT_FALSE(is_due(kNow)) << "Put counts";
  EXPECT_FALSE(is_due(kNow + VerdictCache::kUseInterval - std::chrono::seconds(1)));
  EXPECT_TRUE(is_due(kNow + VerdictCache::kUseInterval));
  EXPECT_FALSE(is_due(kNow + VerdictCache::kUseInterval));
  EXPECT_TRUE(is_due(kNow + 2 * VerdictCache::kUseInterval));
}

TEST(VerdictCacheConcurrency, EveryThreadFindsItsOwn) {
  TestCache cache(256 * 64);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20'000; ++i) {
        const int number = (i * 4 + thread) % 1000;
        const auto found = cache.Find(DigestOf(number), kNow);
        if (found && found->principal->subject_id != std::to_string(number)) ++wrong;
        if (found && i % 3 == 0) cache.Confirm(DigestOf(number), *found, 2);
        if (!found) cache.Put(DigestOf(number), VerdictOf(number), kNow);
        if (i % 7 == 0) cache.Erase(DigestOf(number));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bearward::verify
