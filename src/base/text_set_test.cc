#include "base/text_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bearward::base {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TextSet, IsSortedAndHoldsEachOnce) {
  const TextSet set{"users:view", "forms:read", "users:view", "*"};
  EXPECT_THAT(set, ElementsAre("*", "forms:read", "users:view"));
  EXPECT_TRUE(set.Contains("forms:read"));
  EXPECT_FALSE(set.Contains("forms"));
  EXPECT_FALSE(set.Contains(""));
}

TEST(TextSet, WithoutTextsIsEmpty) {
  EXPECT_THAT(TextSet(), IsEmpty());
  EXPECT_FALSE(TextSet().Contains("*"));
  EXPECT_EQ(TextSet(), TextSet(std::vector<std::string>{}));
}

TEST(TextSet, IsEqualByItsTexts) {
  EXPECT_EQ((TextSet{"a", "b"}), (TextSet{"b", "a"}));
  EXPECT_NE((TextSet{"a", "b"}), (TextSet{"a"}));
}

TEST(TextSet, CopiesShareTheirTexts) {
  const TextSet set{"a"};
  const TextSet copy = set;
  EXPECT_EQ(&copy.texts(), &set.texts());
}

}  // namespace
}  // namespace bearward::base
