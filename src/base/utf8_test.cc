#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace bearward::base {
namespace {

// Encode writes a code point without any check.
std::string Encode(unsigned point) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | ((point >> shift) & 0x3f));
  };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xc0 | (point >> 6)), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xe0 | (point >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | (point >> 18)), tail(12), tail(6), tail(0)};
}

TEST(Utf8, EveryCodePointButTheSurrogatesIsWellFormed) {
  for (unsigned point = 0; point < 0x110000; ++point) {
    const std::string text = Encode(point);
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    ASSERT_EQ(Utf8SequenceLength(text), surrogate ? 0 : text.size()) << point;
    ASSERT_EQ(IsUtf8(text + "x"), !surrogate) << point;
    // A truncated sequence is not valid UTF-8.
    ASSERT_EQ(IsUtf8(text.substr(0, text.size() - 1)), text.size() == 1) << point;
  }
}

TEST(Utf8, OtherBytesAreRefused) {
  for (const std::string_view text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe", "\xc3x",
        "\xe2\x82x", "\xf0\x9f\x98x", "\xe2\x28\xa1", "a\xc3"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8(std::string_view("a\0b", 3)));
  EXPECT_EQ(Utf8SequenceLength(""), 0U);
}

TEST(Utf8, ControlCharactersAreThoseOfAsciiAndDelete) {
  for (int code = 0; code < 0x80; ++code) {
    const std::string text = {'a', static_cast<char>(code), 'b'};
    EXPECT_EQ(HasControlCharacter(text), code < 0x20 || code == 0x7f) << code;
  }
  EXPECT_FALSE(
      HasControlCharacter("Gr\xc3\xbc\xc3\x9f"
                          "e"));
  EXPECT_FALSE(HasControlCharacter(""));
}

TEST(Utf8, ControlsAndSeparatorsAndDirectionsAreNotDisplayable) {
  for (unsigned point = 0; point < 0x110000; ++point) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const bool hidden = point < 0x20 || (point >= 0x7f && point < 0xa0) ||
                        (point >= 0x2028 && point <= 0x202e) ||
                        (point >= 0x2066 && point <= 0x2069);
    ASSERT_EQ(IsDisplayable("aaaaaaaaa" + Encode(point) + "b"), !hidden) << point;
  }
  EXPECT_TRUE(IsDisplayable(""));
  EXPECT_FALSE(IsDisplayable("a\xc3"));
}

}  // namespace
}  // namespace bearward::base
