#include "verify/absences.h"

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

TEST(Absences, AreBelievedForAShortTime) {
  Absences absences;
  EXPECT_FALSE(absences.Knows(HashOf(1), kNow));
  absences.Note(HashOf(1), absences.Mark(), kNow);
  EXPECT_TRUE(absences.Knows(HashOf(1), kNow));
  EXPECT_FALSE(absences.Knows(HashOf(2), kNow));
  EXPECT_TRUE(absences.Knows(HashOf(1), kNow + Absences::kMemory.count() - 1));
  EXPECT_FALSE(absences.Knows(HashOf(1), kNow + Absences::kMemory.count()));
}

TEST(Absences, WhatCameToBeIsNotAbsentAndTheRestStillIs) {
  Absences absences;
  for (int i : {1, 2}) absences.Note(HashOf(i), absences.Mark(), kNow);
  const std::vector<base::Digest> born = {HashOf(1)};
  absences.Apply(born);
  EXPECT_FALSE(absences.Knows(HashOf(1), kNow));
  EXPECT_TRUE(absences.Knows(HashOf(2), kNow));
}

TEST(Absences, UnknownBirthsEndAll) {
  Absences absences;
  for (int i = 0; i < 100; ++i) absences.Note(HashOf(i), absences.Mark(), kNow);
  absences.Apply({});
  EXPECT_EQ(absences.size(), 0U);
}

// It was looked for, then it came to be, then the one who had looked noted that there was nothing.
TEST(Absences, BirthBetweenLookingAndNotingIsNoticed) {
  Absences absences;
  const std::uint64_t mark = absences.Mark();
  const std::vector<base::Digest> born = {HashOf(1)};
  absences.Apply(born);
  absences.Note(HashOf(1), mark, kNow);
  EXPECT_FALSE(absences.Knows(HashOf(1), kNow));
  absences.Note(HashOf(1), absences.Mark(), kNow);
  EXPECT_TRUE(absences.Knows(HashOf(1), kNow));
}

TEST(Absences, AreBoundedHoweverManyAreTried) {
  Absences absences;
  for (int i = 0; i < 20'000; ++i) {
    absences.Note(HashOf(i), absences.Mark(), kNow + i);
    ASSERT_TRUE(absences.Knows(HashOf(i), kNow + i));
  }
  EXPECT_LE(absences.size(), Absences::kStripes * Absences::kMostInStripe);
}

TEST(AbsencesConcurrency, NothingIsAbsentOnceItWasBorn) {
  constexpr int kHashes = 2000;
  Absences absences;
  std::atomic<int> committed = 0;  // whoever looks finds so many
  std::atomic<int> told = 0;       // and the makers of so many were told so
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&] {
      while (told < kHashes) {
        const std::uint64_t mark = absences.Mark();
        absences.Note(HashOf(committed), mark, kNow);
        const int known = told;
        for (int i = std::max(0, known - 3); i < known; ++i) {
          if (absences.Knows(HashOf(i), kNow)) ++wrong;
        }
      }
    });
  }
  for (int i = 0; i < kHashes; ++i) {
    const std::vector<base::Digest> hash = {HashOf(i)};
    committed = i + 1;
    absences.Apply(hash);
    told = i + 1;
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bearward::verify
