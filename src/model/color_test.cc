#include "model/color.h"

#include <gtest/gtest.h>

namespace bearward::model {
namespace {

TEST(Color, OnlySixHexDigitsAreAColor) {
  EXPECT_EQ(ParseColor("#9C4a06"), (Color{0x9c, 0x4a, 0x06}));
  EXPECT_EQ(FormatColor({0x9c, 0x4a, 0x06}), "#9c4a06");
  for (const char* text : {"", "#", "#fff", "9c4a06", "#9c4a0", "#9c4a060", "#9c4a0g", "# 9c4a0",
                           "#-c4a06", "#9c4a0;", "red"}) {
    EXPECT_EQ(ParseColor(text), std::nullopt) << text;
  }
}

// The values of WCAG's own examples.
TEST(Color, ContrastIsThatOfTheStandard) {
  EXPECT_NEAR(Contrast(kBlack, kWhite), 21, 0.01);
  EXPECT_NEAR(Contrast({0x77, 0x77, 0x77}, kWhite), 4.48, 0.01);
  EXPECT_NEAR(Contrast(kWhite, {0x77, 0x77, 0x77}), 4.48, 0.01);
}

TEST(Color, TextIsReadableOnEveryColor) {
  constexpr Color kPapers[] = {kWhite, {0xf1, 0xed, 0xe7}, {0x26, 0x22, 0x1d}, kBlack};
  for (int red = 0; red < 256; red += 15) {
    for (int green = 0; green < 256; green += 15) {
      for (int blue = 0; blue < 256; blue += 15) {
        const Color color{static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green),
                          static_cast<std::uint8_t>(blue)};
        ASSERT_GE(Contrast(InkOn(color), color), kReadable) << FormatColor(color);
        for (const Color& paper : kPapers) {
          ASSERT_GE(Contrast(ReadableOn(color, paper), paper), kReadable) << FormatColor(color);
        }
      }
    }
  }
}

TEST(Color, AReadableColorStaysAsItIs) {
  EXPECT_EQ(ReadableOn({0x9c, 0x4a, 0x06}, kWhite), (Color{0x9c, 0x4a, 0x06}));
}

}  // namespace
}  // namespace bearward::model
