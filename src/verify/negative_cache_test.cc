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

base::Digest HashOf(int number) { return crypto::Sha256(std::to_string(number)); }

TEST(NegativeCache, AreBelievedForAShortTime) {
  NegativeCache ends;
  EXPECT_FALSE(ends.Find(HashOf(1), kNow));
  ends.NoteAbsent(HashOf(1), ends.Mark(), kNow);
  EXPECT_TRUE(ends.Find(HashOf(1), kNow));
  EXPECT_FALSE(ends.Find(HashOf(2), kNow));
  EXPECT_TRUE(ends.Find(HashOf(1), kNow + NegativeCache::kMemory.count() - 1));
  EXPECT_FALSE(ends.Find(HashOf(1), kNow + NegativeCache::kMemory.count()));
}

TEST(NegativeCache, WhatCameToBeIsNotAbsentAndTheRestStillIs) {
  NegativeCache ends;
  for (int i : {1, 2}) ends.NoteAbsent(HashOf(i), ends.Mark(), kNow);
  const std::vector<base::Digest> born = {HashOf(1)};
  ends.Apply(born);
  EXPECT_FALSE(ends.Find(HashOf(1), kNow));
  EXPECT_TRUE(ends.Find(HashOf(2), kNow));
}

TEST(NegativeCache, UnknownBirthsEndAll) {
  NegativeCache ends;
  for (int i = 0; i < 100; ++i) ends.NoteAbsent(HashOf(i), ends.Mark(), kNow);
  ends.Apply({});
  EXPECT_EQ(ends.size(), 0U);
}

// The lookup found no row, the row was inserted, and then NoteAbsent was called.
TEST(NegativeCache, BirthBetweenLookingAndNotingIsNoticed) {
  NegativeCache ends;
  const std::uint64_t mark = ends.Mark();
  const std::vector<base::Digest> born = {HashOf(1)};
  ends.Apply(born);
  ends.NoteAbsent(HashOf(1), mark, kNow);
  EXPECT_FALSE(ends.Find(HashOf(1), kNow));
  ends.NoteAbsent(HashOf(1), ends.Mark(), kNow);
  EXPECT_TRUE(ends.Find(HashOf(1), kNow));
}

TEST(NegativeCache, SayWhy) {
  NegativeCache ends;
  ends.NoteAbsent(HashOf(1), ends.Mark(), kNow);
  ends.NoteOver(HashOf(2), *OverReason("token_expired"), kNow);
  EXPECT_EQ(ends.Find(HashOf(1), kNow), "unknown_token");
  EXPECT_EQ(ends.Find(HashOf(2), kNow), "token_expired");
}

// A revoked or expired credential does not become valid because another row was inserted.
TEST(NegativeCache, WhatIsOverIsNotedWhateverWasBorn) {
  NegativeCache ends;
  const std::vector<base::Digest> born = {HashOf(1)};
  ends.Apply(born);
  ends.NoteOver(HashOf(2), "session_ended", kNow);
  EXPECT_TRUE(ends.Find(HashOf(2), kNow));
}

TEST(NegativeCache, OnlyWhatNobodyCanUndoIsOver) {
  for (const char* over : {"token_expired", "token_revoked", "token_superseded", "session_ended"}) {
    EXPECT_EQ(OverReason(over), over);
  }
  for (const char* other : {"token_not_yet_valid", "user_inactive", "organization_disabled",
                            "key_revoked", "key_expired", "unknown_token", "invalid_signature"}) {
    EXPECT_FALSE(OverReason(other)) << other;
  }
}

TEST(NegativeCache, AreBoundedHoweverManyAreTried) {
  NegativeCache ends;
  for (int i = 0; i < 100'000; ++i) {
    ends.NoteAbsent(HashOf(i), ends.Mark(), kNow + i);
    ASSERT_TRUE(ends.Find(HashOf(i), kNow + i));
  }
  EXPECT_LE(ends.size(), NegativeCache::kStripes * NegativeCache::kMostInStripe);
}

TEST(NegativeCacheConcurrency, NothingIsAbsentOnceItWasBorn) {
  constexpr int kHashes = 2000;
  NegativeCache ends;
  std::atomic<int> committed = 0;  // rows that a lookup finds
  std::atomic<int> told = 0;       // rows whose insert has returned
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&] {
      while (told < kHashes) {
        const std::uint64_t mark = ends.Mark();
        ends.NoteAbsent(HashOf(committed), mark, kNow);
        const int known = told;
        for (int i = std::max(0, known - 3); i < known; ++i) {
          if (ends.Find(HashOf(i), kNow)) ++wrong;
        }
      }
    });
  }
  for (int i = 0; i < kHashes; ++i) {
    const std::vector<base::Digest> hash = {HashOf(i)};
    committed = i + 1;
    ends.Apply(hash);
    told = i + 1;
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bearward::verify
