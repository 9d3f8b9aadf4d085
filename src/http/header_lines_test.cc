#include "http/header_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bearward::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(HeaderLines, LinesStandInTheOrderInWhichTheyCame) {
  HeaderLines lines;
  EXPECT_TRUE(lines.empty());
  lines.Add("X-One", "1");
  lines.Add("X-Two", "");
  lines.Add("X-One", "a: b");
  EXPECT_EQ(lines.text(), "X-One: 1\r\nX-Two: \r\nX-One: a: b\r\n");
  EXPECT_THAT(lines.Lines(),
              ElementsAre(Pair("X-One", "1"), Pair("X-Two", ""), Pair("X-One", "a: b")));
}

// Regression: the text ended in uninitialized bytes after its first block of memory was full.
TEST(HeaderLines, ManyLinesStandOneBehindTheOther) {
  HeaderLines lines;
  std::string expected;
  for (std::size_t i = 0; i < 40; ++i) {
    const std::string value(i, 'v');
    lines.Add("X-Line", value);
    expected += "X-Line: " + value + "\r\n";
    ASSERT_EQ(lines.text(), expected);
  }
}

TEST(HeaderLines, NamesCompareWithoutCaseAndAsAWhole) {
  HeaderLines lines;
  lines.Add("Cache-Control", "no-store");
  EXPECT_TRUE(lines.Has("cache-CONTROL"));
  EXPECT_FALSE(lines.Has("Cache"));
  EXPECT_FALSE(lines.Has("Cache-Control: no-store"));
  EXPECT_FALSE(lines.Has(""));
  EXPECT_EQ(lines.Find("CACHE-control"), "no-store");
  EXPECT_EQ(lines.Find("Vary"), "");
}

TEST(HeaderLines, SetLeavesOneLine) {
  HeaderLines lines;
  lines.Add("vary", "a");
  lines.Add("X-Kept", "1");
  lines.Add("VARY", "b");
  lines.Set("Vary", "c");
  EXPECT_EQ(lines.text(), "X-Kept: 1\r\nVary: c\r\n");
}

TEST(HeaderLines, ALineThatWouldSplitTheAnswerIsDropped) {
  HeaderLines lines;
  lines.Add("Location", "/a\r\nSet-Cookie: b=c");
  lines.Add("Bad Name", "x");
  lines.Add("Bad:Name", "x");
  lines.Add("", "x");
  lines.Add("X-Nul", std::string_view("a\0b", 3));
  lines.Add("X-Delete", "\x7f");
  EXPECT_THAT(lines.Lines(), IsEmpty());
  lines.Add("X-Kept", "tab\there, \xc3\xbc");
  EXPECT_EQ(lines.Find("x-kept"), "tab\there, \xc3\xbc");
}

// Values are checked several bytes at a time: the position of a byte must not matter.
TEST(HeaderLines, EveryByteOfALongValueIsLookedAt) {
  for (int byte = 0; byte < 256; ++byte) {
    const bool fits = byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    for (std::size_t at = 0; at < 20; ++at) {
      std::string value(20, 'v');
      value[at] = static_cast<char>(byte);
      HeaderLines lines;
      lines.Add("X", value);
      EXPECT_EQ(lines.Has("X"), fits) << byte << " at " << at;
    }
  }
}

}  // namespace
}  // namespace bearward::http
