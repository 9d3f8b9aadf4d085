#include "token/reference.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/ascii.h"
#include "testing/fake_entropy.h"

namespace bearward::token {
namespace {

using model::TokenUse;

const base::Secret kKey{std::string(32, 'k')};
const base::Secret kSpent{std::string_view("5495ab09-932b-4c0d-898a-dfca3a3ae194")};

TEST(Reference, NewOnesDifferAndLookLikeReferences) {
  testing::FakeEntropy entropy;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const base::Secret token = NewReference(entropy);
    EXPECT_TRUE(LooksLikeReference(token.Reveal()));
    EXPECT_TRUE(seen.emplace(token.Reveal()).second);
  }
}

TEST(Reference, SuccessorOfTheSameTokenIsTheSame) {
  EXPECT_TRUE(DeriveReference(kKey, kSpent, TokenUse::kAccess)
                  .Equals(DeriveReference(kKey, kSpent, TokenUse::kAccess)));
}

TEST(Reference, SuccessorDependsOnKeyTokenAndUse) {
  const base::Secret other_key(std::string(32, 'K'));
  const base::Secret other_spent(std::string_view("5495ab09-932b-4c0d-898a-dfca3a3ae195"));
  std::set<std::string> seen;
  for (const base::Secret& key : {kKey, other_key}) {
    for (const base::Secret& spent : {kSpent, other_spent}) {
      for (const TokenUse use : {TokenUse::kAccess, TokenUse::kRefresh}) {
        const base::Secret token = DeriveReference(key, spent, use);
        EXPECT_TRUE(LooksLikeReference(token.Reveal()));
        seen.emplace(token.Reveal());
      }
    }
  }
  EXPECT_EQ(seen.size(), 8U);
}

TEST(Reference, OnlyTheCanonicalFormIsOne) {
  const std::string good(kSpent.Reveal());
  ASSERT_TRUE(LooksLikeReference(good));
  std::string upper = good;
  for (char& c : upper) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  for (const std::string& text :
       {std::string(), upper, "{" + good + "}", "urn:uuid:" + good, " " + good, good + " ",
        good + "\n", good.substr(1), good.substr(0, 35), good + "0", good + good,
        std::string("5495ab09932b4c0d898adfca3a3ae194"),
        std::string("5495ab09-932b-1c0d-898a-dfca3a3ae194"),  // version 1
        std::string("5495ab09-932b-4c0d-c98a-dfca3a3ae194"),  // another variant
        std::string("5495ab09-932b-4c0d-098a-dfca3a3ae194"),
        std::string("5495ab09-932b-4c0d-898a-dfca3a3ae19g"),
        std::string("5495ab0-9932b-4c0d-898a-dfca3a3ae1940")}) {
    EXPECT_FALSE(LooksLikeReference(text)) << text;
  }
}

}  // namespace
}  // namespace bearward::token
