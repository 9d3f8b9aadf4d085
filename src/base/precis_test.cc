#include "base/precis.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace bearward::base {
namespace {

struct Pair {
  std::string_view text;
  std::string_view key;
};

// Table 1 of RFC 8265 section 3.5, and one name for each mapping.
TEST(NameKey, IsTheNameMappedByUsernameCaseMapped) {
  for (const Pair& row : {Pair{"juliet@example.com", "juliet@example.com"},
                          {"Fussball", "fussball"},
                          {"fu\u00dfball", "fu\u00dfball"},
                          {"\u03c0", "\u03c0"},
                          {"\u03a3", "\u03c3"},
                          {"\u03c2", "\u03c2"},
                          {"J\u00dcRGEN", "j\u00fcrgen"},
                          {"ju\u0308rgen", "j\u00fcrgen"},
                          {"JU\u0308RGEN", "j\u00fcrgen"},
                          {"\uff21\uff2e\uff2e", "ann"},  // fullwidth
                          {"\uff76\uff9e", "\u30ac"},     // halfwidth katakana, voicing mark
                          {"\u0130", "i\u0307"},          // independent of the locale
                          {"Ann Lee", "ann lee"},
                          {"Ann@M\u00dcLLER.example", "ann@m\u00fcller.example"}}) {
    EXPECT_EQ(NameKey(row.text), row.key) << row.text;
    EXPECT_EQ(NameKey(NameKey(row.text)), row.key) << row.text;
  }
}

TEST(NameKey, TextsWithoutAFormAreFoldedInAsciiAlone) {
  EXPECT_EQ(NameKey(""), "");
  EXPECT_EQ(NameKey("A\xff\xc3\x9c"), "a\xff\xc3\x9c");
  const std::string longer = std::string(1024, 'A') + "\u00dc";
  EXPECT_EQ(NameKey(longer), std::string(1024, 'a') + "\u00dc");
  const std::string name(1022, 'A');
  EXPECT_EQ(NameKey(name + "\u00dc"), std::string(1022, 'a') + "\u00fc");
}

TEST(FaultOfName, NamesOfTheRfcPass) {
  for (const std::string_view name :
       {"juliet@example.com", "fussball", "fu\u00dfball", "\u03c0", "\u03a3", "foo bar",
        "a.b-c_d+e", "J\u00fcrgen M\u00fcller", "\u5f20\u4f1f", "\u05d0\u05d1\u05d2",
        "\u0645\u062d\u0645\u062f", "\uff21nn", "l\u00b7l", "\u30a2\u30fb\u30a2",
        "\u0915\u094d\u200d\u0937"}) {
    EXPECT_EQ(FaultOfName(name), std::nullopt) << name;
  }
}

// Table 2 of RFC 8265 section 3.5, and one text for each rule of RFC 8264.
TEST(FaultOfName, NamesThatTheRfcRefusesHaveAFault) {
  for (const std::string_view name :
       {"",          "henry\u2163", "\u265a",   " ann",     "ann ",         "ann  lee", "a\tb",
        "a\u00a0b",  "a\u200bb",    "a\u200db", "a\u00b7b", "\u30fb",       "\u1100a",  "\u0640",
        "a\u00adb",  "\ufb01x",     "\u05d0a",  "1\u05d0",  "\u0660\u06f0", "a\xff",    "\u0378",
        "\U0001f600"}) {
    EXPECT_TRUE(FaultOfName(name)) << name;
  }
  EXPECT_TRUE(FaultOfName("henry\u2163")->contains("U+2173"));
  EXPECT_TRUE(FaultOfName("\U0001f600")->contains("U+01F600"));
}

// Table 3 of RFC 8265 section 4.3; the fifth row has an Ogham space mark.
TEST(PasswordForm, IsThePasswordByOpaqueString) {
  for (const Pair& row : {Pair{"correct horse battery staple", "correct horse battery staple"},
                          {"Correct Horse Battery Staple", "Correct Horse Battery Staple"},
                          {"\u03c0\u00df\u00e5", "\u03c0\u00df\u00e5"},
                          {"Jack of \u2666s", "Jack of \u2666s"},
                          {"foo\u1680bar", "foo bar"},
                          {"foo\u3000\u00a0bar", "foo  bar"},
                          {"Gru\u0308\u00dfe", "Gr\u00fc\u00dfe"},
                          {"\uff21", "\uff21"},
                          {"", ""},
                          {"u\u0308\xff", "u\u0308\xff"}}) {
    EXPECT_EQ(PasswordForm(row.text), row.key) << row.text;
    EXPECT_EQ(FaultOfPassword(row.text).has_value(), row.text.empty() || row.text.ends_with('\xff'))
        << row.text;
  }
}

TEST(FaultOfPassword, ControlInvisibleAndUnassignedCharactersAreFaultsThatNameNone) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view password :
       {"my cat is a \tby"sv, "a\0b"sv, "a\u200bb"sv, "a\u00adb"sv, "\u0378"sv, "\u1100a"sv}) {
    const auto fault = FaultOfPassword(password);
    ASSERT_TRUE(fault) << password;
    EXPECT_FALSE(fault->contains("U+")) << *fault;
  }
}

TEST(CountCodePoints, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCodePoints(""), 0U);
  EXPECT_EQ(CountCodePoints("a\u00fc\u20ac\U0001f600"), 4U);
  EXPECT_EQ(CountCodePoints("\xff\xff"), 2U);
}

}  // namespace
}  // namespace bearward::base
