#include "base/random_text.h"

#include <gtest/gtest.h>

#include <map>

#include "testing/fake_entropy.h"

namespace bearward::base {
namespace {

TEST(RandomText, UsesNothingButTheAlphabet) {
  testing::FakeEntropy entropy;
  const std::string text = RandomText(kBase62, 500, entropy);
  EXPECT_EQ(text.size(), 500U);
  EXPECT_EQ(text.find_first_not_of(kBase62), std::string::npos);
}

TEST(RandomText, TwoDrawsDiffer) {
  testing::FakeEntropy entropy;
  EXPECT_NE(RandomText(kHex, 32, entropy), RandomText(kHex, 32, entropy));
}

// 256 is not a multiple of 62: with a plain remainder the first eight characters occurred a quarter
// more often than the others.
TEST(RandomText, NoCharacterIsFavoured) {
  testing::FakeEntropy entropy;
  std::map<char, int> counts;
  constexpr int kEach = 2000;
  for (const char c : RandomText(kBase62, kBase62.size() * kEach, entropy)) ++counts[c];
  ASSERT_EQ(counts.size(), kBase62.size());
  for (const auto& [c, count] : counts) EXPECT_NEAR(count, kEach, kEach / 8.0) << c;
}

}  // namespace
}  // namespace bearward::base
