#include "dialects/scim/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "testing/must.h"

namespace bearward::dialects::scim {
namespace {

using ::testing::ElementsAre;
using testing::Must;

constexpr const char* kUser = R"({
  "userName": "Ann@acme.example", "active": true, "age": 41,
  "name": {"givenName": "Ann", "familyName": "Lee"},
  "emails": [{"value": "ann@acme.example", "type": "work", "primary": true},
             {"value": "ann@home.example", "type": "home"}],
  "meta": {"lastModified": "2031-05-06T07:08:09Z"},
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Sales \"A\""}
})";

bool Holds(std::string_view text) {
  static const json::Value kResource = Must(json::Parse(kUser));
  return Matches(Must(ParseFilter(text)), kResource);
}

TEST(ScimFilter, ComparesAttributes) {
  for (const char* text : {
           R"(userName eq "ann@ACME.example")",
           R"(USERNAME Eq "ann@acme.example")",
           R"(userName ne "bob@acme.example")",
           R"(userName co "acme")",
           R"(userName sw "ANN")",
           R"(userName ew ".example")",
           "userName pr",
           "name pr",
           R"(name.familyName gt "Lea")",
           R"(name.familyName le "lee")",
           "active eq true",
           "active ne false",
           "age ge 41",
           "age lt 41.5",
           R"(emails eq "ann@home.example")",
           R"(emails.type eq "home")",
           R"(emails[type eq "work" and primary eq true])",
           R"(meta.lastModified gt "2031-01-01T00:00:00Z")",
           R"(nickName ne "x")",
           "nickName eq null",
           R"(urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ann")",
           R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department sw "sales \"")",
       }) {
    EXPECT_TRUE(Holds(text)) << text;
  }
  for (const char* text : {
           R"(userName eq "ann")",
           R"(userName eq true)",
           R"(age eq "41")",
           "age gt 41",
           "nickName pr",
           "userName eq null",
           R"(emails[type eq "home" and primary eq true])",
           R"(userName.value eq "ann@acme.example")",
           "active gt false",
       }) {
    EXPECT_FALSE(Holds(text)) << text;
  }
}

TEST(ScimFilter, AndBindsStrongerThanOr) {
  EXPECT_TRUE(Holds(R"(active eq true or active eq false and userName eq "x")"));
  EXPECT_FALSE(Holds(R"((active eq true or active eq false) and userName eq "x")"));
  EXPECT_TRUE(Holds(R"(not (userName eq "x") and active eq true)"));
  EXPECT_TRUE(Holds(R"(NOT(userName eq "x" AND active eq true))"));
}

TEST(ScimFilter, WrongTextsAreRefusedWithTheirPlace) {
  for (const std::string text : {"",
                                 "userName",
                                 "userName eq",
                                 "userName is \"x\"",
                                 "eq \"x\"",
                                 "userName eq x",
                                 "userName eq \"x",
                                 "(userName pr",
                                 "userName pr)",
                                 "userName pr and",
                                 "not userName pr",
                                 "emails[type eq \"x\"",
                                 "emails[]",
                                 "userName eq {}",
                                 "userName eq [1]",
                                 "a..b pr",
                                 "a.b.c pr",
                                 ".a pr",
                                 "urn:x: pr",
                                 "userName eq \"\xff\"",
                                 "userName eq \"x\" \"y\""}) {
    const auto parsed = ParseFilter(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().reason, "invalid_filter") << text;
  }
  EXPECT_EQ(ParseFilter("userName xx").error().public_text,
            "The filter is wrong at character 10: expected an operator such as eq.");
}

TEST(ScimFilter, NestingAndLengthAreLimited) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '(') + "a pr" +
           std::string(static_cast<std::size_t>(depth), ')');
  };
  EXPECT_TRUE(ParseFilter(nested(kDeepestFilter - 1)));
  EXPECT_FALSE(ParseFilter(nested(kDeepestFilter)));
  EXPECT_FALSE(ParseFilter(nested(2000)));
  EXPECT_FALSE(ParseFilter("a eq \"" + std::string(kLongestFilter, 'x') + "\""));
}

TEST(ScimFilter, PathsAreThoseOfAllComparisons) {
  EXPECT_THAT(PathsOf(Must(ParseFilter(
                  R"(userName pr or not (name.givenName eq "x") and emails[type eq "work"])"))),
              ElementsAre("userName", "name.givenName", "emails.type"));
}

}  // namespace
}  // namespace bearward::dialects::scim
