#include "model/forms.h"

#include <gtest/gtest.h>

#include <string>

namespace bearward::model {
namespace {

TEST(FormsTest, DomainNamesHaveTwoLabelsOfLowerCaseLettersDigitsAndHyphens) {
  for (const char* good : {"example.com", "a.b.c.example", "1.example", "xn--bcher-kva.example"}) {
    EXPECT_TRUE(IsDomainName(good)) << good;
  }
  for (const char* bad : {"", "example", ".example", "example.", "a..b", "-a.example", "a-.example",
                          "Example.com", "exa mple.com", "b\xc3\xbc.example", "a_b.example"}) {
    EXPECT_FALSE(IsDomainName(bad)) << bad;
  }
}

TEST(FormsTest, DomainLabelsEndAt63AndNamesAt253Characters) {
  const std::string label(63, 'a');
  EXPECT_TRUE(IsDomainName(label + ".example"));
  EXPECT_FALSE(IsDomainName(label + "a.example"));
  const std::string long_name = label + "." + label + "." + label + "." + std::string(61, 'a');
  ASSERT_EQ(long_name.size(), 253U);
  EXPECT_TRUE(IsDomainName(long_name));
  EXPECT_FALSE(IsDomainName(long_name + "a"));
}

TEST(FormsTest, SlugsBeginWithALetterOrDigitAndEndAt48Characters) {
  for (const char* good : {"a", "9", "org:admin", "a-b_c.d"}) EXPECT_TRUE(IsSlug(good)) << good;
  for (const char* bad : {"", "-a", ":a", "A", "a b", "a/b"}) EXPECT_FALSE(IsSlug(bad)) << bad;
  EXPECT_TRUE(IsSlug(std::string(48, 'a')));
  EXPECT_FALSE(IsSlug(std::string(49, 'a')));
}

// Right-to-left override: "user<override>nimda" would show as "useradmin".
TEST(FormsTest, NamesCountCharactersAndShowInTheirOrder) {
  std::string umlauts;
  for (int i = 0; i < 255; ++i) umlauts += "\xc3\xbc";
  EXPECT_TRUE(IsName(umlauts));
  EXPECT_FALSE(IsName(umlauts + "a"));
  EXPECT_TRUE(IsName("Acme, Inc."));
  EXPECT_TRUE(IsName("\xd7\x90\xd7\x91"));  // Hebrew letters
  for (const std::string& bad : {std::string(), std::string("a\nb"), std::string("a\0b", 3),
                                 std::string("\x7f"), std::string("\xc3"),
                                 std::string("user\xe2\x80\xae"
                                             "nimda")}) {
    EXPECT_FALSE(IsName(bad));
  }
}

TEST(FormsTest, UrlsAreHttpsWithoutUserInformationAndFragment) {
  for (const char* good :
       {"https://example.com", "https://example.com/a?b=c", "https://[::1]:8443/"}) {
    EXPECT_TRUE(IsHttpsUrl(good)) << good;
  }
  for (const char* bad : {"http://example.com", "https://", "https:///a", "https://u@example.com",
                          "https://example.com/#a", "https://example.com/a b",
                          "https://example.com\\@evil.example"}) {
    EXPECT_FALSE(IsHttpsUrl(bad)) << bad;
  }
}

TEST(FormsTest, EmailsHaveOneAtSignAndNoSpace) {
  for (const char* good : {"ann@acme.example", "a+b@c", "j\xc3\xbcrgen@acme.example"}) {
    EXPECT_TRUE(IsEmail(good)) << good;
  }
  for (const char* bad :
       {"", "ann", "@acme.example", "ann@", "a@b@c", "a b@c", "a@b c", "a@b\x01"}) {
    EXPECT_FALSE(IsEmail(bad)) << bad;
  }
  EXPECT_TRUE(IsEmail(std::string(250, 'a') + "@b.c"));
  EXPECT_FALSE(IsEmail(std::string(251, 'a') + "@b.c"));
}

TEST(FormsTest, LocalesAreLanguageTags) {
  for (const char* good : {"en", "pt-BR", "pt_BR", "zh-Hant-TW", "fil"}) {
    EXPECT_TRUE(IsLocale(good)) << good;
  }
  for (const char* bad : {"", "e", "engl", "e1", "en-", "en--US", "en-toolonger", "en US", "-en"}) {
    EXPECT_FALSE(IsLocale(bad)) << bad;
  }
}

}  // namespace
}  // namespace bearward::model
