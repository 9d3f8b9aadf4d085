#include "model/png.h"

#include <gtest/gtest.h>

#include "model/png_fixture.h"

namespace bearward::model {
namespace {

constexpr std::size_t kHeaderEnd = 8 + 12 + 13;  // signature and header

TEST(Png, AnImageHasItsSize) {
  const auto size = ReadPng(DotPng());
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, 1U);
  EXPECT_EQ(size->height, 1U);
}

// K1: another format never passes as a PNG, alone, in front, in a chunk or behind it.
TEST(Png, OtherFormatsAndAppendedBytesAreRefused) {
  const std::string dot = DotPng();
  EXPECT_FALSE(ReadPng("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"));
  EXPECT_FALSE(ReadPng("GIF89a" + dot));
  EXPECT_FALSE(ReadPng(dot + "<script>"));
  EXPECT_FALSE(ReadPng(dot + dot));
  EXPECT_FALSE(ReadPng(""));
}

TEST(Png, EveryChangedAndEveryMissingByteIsNoticed) {
  const std::string dot = DotPng();
  for (std::size_t at = 0; at < dot.size(); ++at) {
    std::string changed = dot;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(ReadPng(changed)) << at;
    EXPECT_FALSE(ReadPng(dot.substr(0, at))) << at;
  }
}

TEST(Png, AChunkOfTextIsRefused) {
  std::string text = DotPng();
  // a chunk tEXt without data, and its CRC
  text.insert(kHeaderEnd, std::string("\0\0\0\0tEXt\x96\x42\xc5\x85", 12));
  EXPECT_FALSE(ReadPng(text));
}

TEST(Png, ADataUriIsExactlyThatOfAPng) {
  const std::string uri = DataUriOfPng(DotPng());
  EXPECT_EQ(PngOfDataUri(uri), DotPng());
  for (const std::string& other : {std::string(), uri + " ", " " + uri, "DATA" + uri.substr(4),
                                   "data:image/svg+xml;base64," + base::Base64Encode("<svg/>"),
                                   "data:image/png;base64," + base::Base64Encode("<svg/>"),
                                   "data:text/html;base64," + base::Base64Encode(DotPng()),
                                   std::string("https://evil.example/logo.png")}) {
    EXPECT_FALSE(PngOfDataUri(other)) << other;
  }
}

TEST(Png, AnImageBeyondTheLimitIsRefused) {
  EXPECT_FALSE(ReadPng(DotPng() + std::string(kLongestPng, 'a')));
}

}  // namespace
}  // namespace bearward::model
