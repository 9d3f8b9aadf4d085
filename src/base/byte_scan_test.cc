#include "base/byte_scan.h"

#include <gtest/gtest.h>

#include <string>

namespace bearward::base {
namespace {

const auto kLetterOrDigit = [](Bytes16 bytes) { return IsAlphanumeric(bytes); };

bool IsLetterOrDigit(unsigned c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

TEST(ByteScan, JudgesEveryByteValue) {
  for (unsigned c = 0; c < 256; ++c) {
    const std::string text(1, static_cast<char>(c));
    EXPECT_EQ(AllBytes(text, kLetterOrDigit), IsLetterOrDigit(c)) << c;
    EXPECT_EQ(AllBytes(text, [](Bytes16 bytes) { return InRange(bytes, 0x21, 0x7e); }),
              c >= 0x21 && c <= 0x7e)
        << c;
  }
}

TEST(ByteScan, FindsTheOneWrongByteAtEveryPlaceOfEveryLength) {
  for (std::size_t length = 0; length <= 50; ++length) {
    std::string text(length, 'x');
    EXPECT_TRUE(AllBytes(text, kLetterOrDigit)) << length;
    for (std::size_t at = 0; at < length; ++at) {
      text[at] = '!';
      EXPECT_FALSE(AllBytes(text, kLetterOrDigit)) << length << " " << at;
      text[at] = 'x';
    }
  }
}

}  // namespace
}  // namespace bearward::base
