#include "base/encode.h"

#include <gtest/gtest.h>

#include <set>

namespace bearward::base {
namespace {

std::string Bytes(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes.push_back(static_cast<char>(value));
  return bytes;
}

struct Pair {
  std::string_view plain;
  std::string_view padded;
};

// RFC 4648 section 10
constexpr Pair kVectors[] = {{"", ""},
                             {"f", "Zg=="},
                             {"fo", "Zm8="},
                             {"foo", "Zm9v"},
                             {"foob", "Zm9vYg=="},
                             {"fooba", "Zm9vYmE="},
                             {"foobar", "Zm9vYmFy"}};

TEST(Encode, KnownAnswersOfBase64) {
  for (const auto& [plain, padded] : kVectors) {
    EXPECT_EQ(Base64Encode(plain), padded);
    EXPECT_EQ(Base64Decode(padded), plain);
    const std::string bare(padded.substr(0, padded.find('=')));
    EXPECT_EQ(Base64UrlEncode(plain), bare);
    EXPECT_EQ(Base64UrlDecode(bare), plain);
  }
  EXPECT_EQ(Base64UrlEncode(Bytes({0xfb, 0xff})), "-_8");
  EXPECT_EQ(Base64Encode(Bytes({0xfb, 0xff})), "+/8=");
  // RFC 7515 appendix C
  EXPECT_EQ(Base64UrlEncode(Bytes({3, 236, 255, 224, 193})), "A-z_4ME");
}

TEST(Encode, EveryLengthAndByteSurvivesTheRoundTrip) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(Base64UrlDecode(Base64UrlEncode(bytes)), bytes);
    EXPECT_EQ(Base64Decode(Base64Encode(bytes)), bytes);
    EXPECT_EQ(HexDecode(HexEncode(bytes)), bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
}

// Another spelling of a token would pass a comparison of values but have a different hash.
TEST(Encode, EveryOtherSpellingOfABase64UrlTextIsRefused) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::set<std::string> spellings;
  for (const char last : alphabet) {
    const std::string two = std::string("Z") + last;
    const std::string three = std::string("Zm") + last;
    EXPECT_EQ(Base64UrlDecode(two).has_value(), (alphabet.find(last) & 15) == 0) << two;
    EXPECT_EQ(Base64UrlDecode(three).has_value(), (alphabet.find(last) & 3) == 0) << three;
    for (const std::string& text : {two, three}) {
      const auto bytes = Base64UrlDecode(text);
      if (!bytes) continue;
      EXPECT_TRUE(spellings.insert(*bytes).second) << text;
      EXPECT_EQ(Base64UrlEncode(*bytes), text);
    }
  }
  for (const std::string_view text :
       {"Zg==", "Zg=", "Zm8=", "Z", "Zm9vY", "Zg ", " Zg", "Z g", "Zg\n", "Zm9v=", "=", "Zm+v",
        "Zm/v", "Zm9v\r\n", "Zm.9", "Zm%3D", "\xc2\xaaZ"}) {
    EXPECT_EQ(Base64UrlDecode(text), std::nullopt) << text;
  }
  EXPECT_EQ(Base64UrlDecode(std::string_view("Zg\0", 3)), std::nullopt);
}

TEST(Encode, Base64NeedsItsPaddingAndNothingElse) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zg===", "=", "==", "===", "====", "Z===", "Zm9v====", "Zg==Zg==", "Zh==",
        "Zm9=", "Zm-v", "Zm_v", "Zg =", "Zm8=\n", "Z=g="}) {
    EXPECT_EQ(Base64Decode(text), std::nullopt) << text;
  }
}

TEST(Encode, HexReadsBothCasesAndWritesTheLower) {
  EXPECT_EQ(HexEncode(Bytes({0x00, 0xaf, 0xff})), "00afff");
  EXPECT_EQ(HexDecode("00aFFf"), Bytes({0x00, 0xaf, 0xff}));
  for (const std::string_view text : {"0", "0g", "g0", " 0", "0x00", "-1", "00 "}) {
    EXPECT_EQ(HexDecode(text), std::nullopt) << text;
  }
}

TEST(Encode, PercentTextIsDecodedOnceAndWhole) {
  EXPECT_EQ(PercentDecode("a%20b+c%2B%c3%A9", true), "a b c+\xc3\xa9");
  EXPECT_EQ(PercentDecode("a+b", false), "a+b");
  EXPECT_EQ(PercentDecode("%2525", true), "%25");
  EXPECT_EQ(PercentDecode("", true), "");
  for (const std::string_view text :
       {"%", "%2", "a%", "a%2", "%zz", "%2z", "%%20", "%00", "a%00b", "%-1", "% 1", "%+1"}) {
    EXPECT_EQ(PercentDecode(text, true), std::nullopt) << text;
  }
  EXPECT_EQ(PercentDecode(std::string_view("a\0b", 3), true), std::nullopt);
}

TEST(Encode, PercentEncodeLeavesTheUnreserved) {
  EXPECT_EQ(PercentEncode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(PercentEncode(" +/?&=%\xc3\xa9"), "%20%2B%2F%3F%26%3D%25%C3%A9");
  for (int value = 1; value < 256; ++value) {
    const std::string byte(1, static_cast<char>(value));
    EXPECT_EQ(PercentDecode(PercentEncode(byte), true), byte);
  }
}

}  // namespace
}  // namespace bearward::base
