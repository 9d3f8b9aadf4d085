#include "token/api_key.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "testing/fake_entropy.h"

namespace bearward::token {
namespace {

std::string Made(bool sandbox, bool of_user) {
  static testing::FakeEntropy entropy;
  return std::string(NewApiKey(sandbox, of_user, entropy).Reveal());
}

// The pattern of docs/api-keys.md.
TEST(ApiKey, EveryKeyMatchesThePublishedPattern) {
  const std::regex pattern("bw_(live|test)_(org|user)_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}");
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string key = Made(i % 2 == 0, i % 3 == 0);
    EXPECT_TRUE(std::regex_match(key, pattern)) << key;
    EXPECT_TRUE(LooksLikeApiKey(key)) << key;
    EXPECT_TRUE(seen.insert(key).second);
  }
  EXPECT_TRUE(Made(false, false).starts_with("bw_live_org_"));
  EXPECT_TRUE(Made(true, true).starts_with("bw_test_user_"));
}

// Computed with an independent CRC-32 (zlib).
TEST(ApiKey, TheChecksumIsTheCrc32OfTheTextBeforeIt) {
  EXPECT_TRUE(LooksLikeApiKey("bw_live_org_0123456789ABCDEFGHIJKLMNOPQRSTUV_407RjS"));
}

TEST(ApiKey, AnyChangedCharacterIsRefused) {
  const std::string key = Made(false, false);
  for (std::size_t i = 0; i < key.size(); ++i) {
    std::string other = key;
    other[i] = other[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(LooksLikeApiKey(other)) << i;
    EXPECT_FALSE(LooksLikeApiKey(std::string_view(key).substr(0, i))) << i;
  }
  EXPECT_FALSE(LooksLikeApiKey(key + "0"));
  EXPECT_FALSE(LooksLikeApiKey(" " + key));
}

TEST(ApiKey, TheObfuscatedFormHasThePrefixAndTheEnd) {
  const std::string key = Made(false, true);
  EXPECT_EQ(ObfuscatedApiKey(key), "bw_..." + key.substr(key.size() - 4));
}

}  // namespace
}  // namespace bearward::token
