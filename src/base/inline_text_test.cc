#include "base/inline_text.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace bearward::base {
namespace {

using Text = InlineText<24>;

bool LiesIn(const Text& text) {
  const char* const from = reinterpret_cast<const char*>(&text);  // its bytes, to compare addresses
  return text.view().data() >= from && text.view().data() < from + sizeof text;
}

TEST(InlineText, HoldsAnyLength) {
  for (std::size_t length = 0; length <= 600; ++length) {
    const std::string plain(length, static_cast<char>('a' + length % 26));
    const Text text(plain);
    EXPECT_EQ(text, plain);
    EXPECT_EQ(text.empty(), length == 0);
  }
}

TEST(InlineText, ShortOneLiesInPlaceAndNoOther) {
  const Text longest(std::string(23, 'x'));
  EXPECT_TRUE(LiesIn(longest));
  EXPECT_EQ(longest.bytes_apart(), 0U);
  const Text longer(std::string(24, 'x'));
  EXPECT_FALSE(LiesIn(longer));
  EXPECT_EQ(longer.bytes_apart(), 24U);
  static_assert(sizeof(Text) == 24);
}

TEST(InlineText, CopiesAreTheirOwn) {
  for (const std::string& plain : {std::string(5, 'a'), std::string(500, 'b')}) {
    Text one(plain);
    Text copy(one);
    one = "another";
    EXPECT_EQ(copy, plain);
    copy = std::as_const(copy);
    EXPECT_EQ(copy, plain);
    const Text moved(std::move(copy));
    EXPECT_EQ(moved, plain);
  }
}

TEST(InlineText, AnyByteMayBeInIt) {
  const std::string plain("\xff\0\xff", 3);
  EXPECT_EQ(Text(plain), plain);
  EXPECT_NE(Text(plain), Text("\xff"));
}

}  // namespace
}  // namespace bearward::base
