#include "http/negotiation.h"

#include <gtest/gtest.h>

namespace bearward::http {
namespace {

TEST(CodingWeight, ListedCodingHasItsWeight) {
  EXPECT_EQ(CodingWeight("gzip, deflate, br", "br"), 1000);
  EXPECT_EQ(CodingWeight("br;q=0.5", "br"), 500);
  EXPECT_EQ(CodingWeight("gzip , br ; q=0.125", "br"), 125);
  EXPECT_EQ(CodingWeight("br;q=1.000", "br"), 1000);
  EXPECT_EQ(CodingWeight("br;q=0.", "br"), 0);
  EXPECT_EQ(CodingWeight("br;q=1", "br"), 1000);
  EXPECT_EQ(CodingWeight("BR;Q=0.9", "br"), 900);
  EXPECT_EQ(CodingWeight("br;level=3;q=0.2", "br"), 200);
}

TEST(CodingWeight, CodingWithAWeightOfZeroIsNotTaken) {
  for (const char* const zero : {"br;q=0", "br;q=0.0", "br;q=0.00", "br; q=0.000"}) {
    EXPECT_EQ(CodingWeight(zero, "br"), 0) << zero;
  }
  EXPECT_EQ(CodingWeight("br;q=0.001", "br"), 1);
}

TEST(CodingWeight, AbsentCodingIsNotTaken) {
  for (const char* const other : {"", "gzip", "brotli", "xbr", "identity;q=1", ",,", "x;q=br"}) {
    EXPECT_EQ(CodingWeight(other, "br"), 0) << other;
  }
}

TEST(CodingWeight, StarStandsForACodingThatIsNotListed) {
  EXPECT_EQ(CodingWeight("*", "br"), 1000);
  EXPECT_EQ(CodingWeight("*;q=0.5, gzip", "br"), 500);
  EXPECT_EQ(CodingWeight("*, br;q=0", "br"), 0);
  EXPECT_EQ(CodingWeight("br, *;q=0", "br"), 1000);
}

TEST(CodingWeight, MalformedWeightIsZero) {
  for (const char* const bad : {"br;q=", "br;q=2", "br;q=1.001", "br;q=0,5;", "br;q=-1", "br;q=.5",
                                "br;q=0.1234", "br;q=0x1", "br;q=00.1", "br;q=1.0a"}) {
    EXPECT_EQ(CodingWeight(bad, "br"), 0) << bad;
  }
}

TEST(MatchesTag, OneOfSeveralTagsMatches) {
  EXPECT_TRUE(MatchesTag(R"("a")", R"("a")"));
  EXPECT_TRUE(MatchesTag(R"("b", "a")", R"("a")"));
  EXPECT_TRUE(MatchesTag(R"("b","a","c")", R"("a")"));
  EXPECT_FALSE(MatchesTag(R"("b", "c")", R"("a")"));
}

TEST(MatchesTag, WeakTagMatchesTheStrongOne) {
  EXPECT_TRUE(MatchesTag(R"(W/"a")", R"("a")"));
  EXPECT_TRUE(MatchesTag(R"(W/"b", W/"a")", R"("a")"));
  EXPECT_FALSE(MatchesTag(R"(w/"a")", R"("a")"));
}

TEST(MatchesTag, StarMatchesEveryTag) { EXPECT_TRUE(MatchesTag("*", R"("a")")); }

TEST(MatchesTag, OtherTextDoesNotMatch) {
  for (const char* const other :
       {"", "a", R"("a)", R"("A")", R"("aa")", R"("a"-br)", ",", "\"\""}) {
    EXPECT_FALSE(MatchesTag(other, R"("a")")) << other;
  }
}

}  // namespace
}  // namespace bearward::http
