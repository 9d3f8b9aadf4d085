#include "base/near_miss.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace bearward::base {
namespace {

constexpr std::array<std::string_view, 4> kKnown = {"Acme", "Globex", "organization", "id"};

TEST(NearMiss, OneTypoOfEachKindIsForgiven) {
  EXPECT_EQ(NearMiss("Acmee", kKnown), "Acme");  // added
  EXPECT_EQ(NearMiss("Ame", kKnown), "Acme");    // dropped
  EXPECT_EQ(NearMiss("Acne", kKnown), "Acme");   // replaced
  EXPECT_EQ(NearMiss("Amce", kKnown), "Acme");   // swapped
  EXPECT_EQ(NearMiss("ACME", kKnown), "Acme");   // different case
}

TEST(NearMiss, LongerWordsForgiveMore) {
  EXPECT_EQ(NearMiss("organisations", kKnown), "organization");
  EXPECT_EQ(NearMiss("organism", kKnown), std::nullopt);
}

TEST(NearMiss, FarWordsGiveNothing) {
  EXPECT_EQ(NearMiss("password", kKnown), std::nullopt);
  EXPECT_EQ(NearMiss("xy", kKnown), std::nullopt);
  EXPECT_EQ(NearMiss("", kKnown), std::nullopt);
  EXPECT_EQ(NearMiss(std::string(100, 'a'), kKnown), std::nullopt);
}

TEST(NearMiss, TheWordItselfIsNoNearMiss) { EXPECT_EQ(NearMiss("Globex", kKnown), std::nullopt); }

TEST(NearMiss, TheNearestWins) {
  constexpr std::array<std::string_view, 3> kNames = {"username", "usernames", "user_name"};
  EXPECT_EQ(NearMiss("user_nam", kNames), "user_name");
}

TEST(NearMiss, SuggestFallsBackToTheOtherHint) {
  EXPECT_EQ(Suggest("Acmee", kKnown, "Add it."), " Did you mean \"Acme\"?");
  EXPECT_EQ(Suggest("password", kKnown, "Add it."), " Add it.");
  EXPECT_EQ(Suggest("password", kKnown, ""), "");
}

}  // namespace
}  // namespace bearward::base
