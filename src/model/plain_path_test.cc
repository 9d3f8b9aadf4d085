#include "model/plain_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bearward::model {
namespace {

TEST(PlainPath, WhatEveryReaderUnderstandsAlikeIsPlain) {
  for (const char* path : {"/",
                           "/forms",
                           "/forms/",
                           "/a/b/c.json",
                           "/a..b",
                           "/.well-known/x",
                           "/...",
                           "/a%20b",
                           "/%66orms",
                           "/50%25",
                           "/c%23",
                           "/what%3F",
                           "/%C3%A9",
                           "/a:b@c,d=e&f+g$h!i*j'(k)",
                           "/a|b",
                           "/~x",
                           "/%252",
                           "/%e2%82%ac",
                           "/%F0%9F%98%80x",
                           "/%c3%a9%c3%a9",
                           "/%c3%a9%20"}) {
    EXPECT_TRUE(IsPlainPath(path)) << path;
  }
}

// Different servers map each of these paths to different routes (incident class F4).
TEST(PlainPath, WhatCanBeReadTwoWaysIsNot) {
  for (const char* path : {"",
                           "forms",
                           "*",
                           "//",
                           "//forms",
                           "/forms//1",
                           "/.",
                           "/..",
                           "/forms/.",
                           "/forms/..",
                           "/./forms",
                           "/../forms",
                           "/a/../b",
                           "/%2e",
                           "/%2E%2e/x",
                           "/.%2e/x",
                           "/a%2eb",
                           "/a%2fb",
                           "/a%2Fb",
                           "/a%5cb",
                           "/a%5Cb",
                           "/a\\b",
                           "/a;x=1",
                           "/..;/a",
                           "/a%3bx",
                           "/a%3B",
                           "/a#b",
                           "/a?b",
                           "/a%00",
                           "/a%0d%0a",
                           "/a%1f",
                           "/a%7F",
                           "/a%",
                           "/a%2",
                           "/a%zz",
                           "/a%2g",
                           "/a%252e",
                           "/a%252fb",
                           "/%2525",
                           "/a b",
                           "/a\tb",
                           "/a\x7f",
                           "/caf\xc3\xa9",
                           "/a\x01",
                           "/%c0%ae%c0%ae/b",
                           "/%c0%af",
                           "/%c1%9c",
                           "/%e0%80%ae",
                           "/%f0%80%80%ae",
                           "/%ed%a0%80",
                           "/%f5%80%80%80",
                           "/%ff",
                           "/%80",
                           "/%c3",
                           "/%c3x",
                           "/%c3%20",
                           "/%e9t%e9"}) {
    EXPECT_FALSE(IsPlainPath(path)) << path;
  }
  EXPECT_FALSE(IsPlainPath(std::string("/a\0b", 4)));
}

TEST(PlainPath, PrefixEndsAtTheBorderOfASegment) {
  EXPECT_TRUE(IsUnderPrefix("/forms", "/forms"));
  EXPECT_TRUE(IsUnderPrefix("/forms/", "/forms"));
  EXPECT_TRUE(IsUnderPrefix("/forms/1", "/forms"));
  EXPECT_TRUE(IsUnderPrefix("/forms/1", "/forms/"));
  EXPECT_TRUE(IsUnderPrefix("/anything", "/"));
  for (const char* path : {"/formsets", "/form", "/", "/FORMS", "/%66orms", "/x/forms"}) {
    EXPECT_FALSE(IsUnderPrefix(path, "/forms")) << path;
  }
  EXPECT_FALSE(IsUnderPrefix("/forms", "/forms/"));
}

using enum PathForm;

TEST(ReadingsOf, EveryReadingOfTheFormsIsThere) {
  using ::testing::UnorderedElementsAre;
  EXPECT_THAT(ReadingsOf("/a/b", {}), UnorderedElementsAre("/a/b"));
  EXPECT_THAT(ReadingsOf("/g%2Fp/x", {{kEncodedSlash}}),
              UnorderedElementsAre("/g%2Fp/x", "/g/p/x"));
  EXPECT_THAT(ReadingsOf("/@s%2fp", {{kEncodedSlash}}), UnorderedElementsAre("/@s%2fp", "/@s/p"));
  EXPECT_THAT(ReadingsOf("/a;v=1/b;c", {{kSemicolon}}), UnorderedElementsAre("/a;v=1/b;c", "/a/b"));
  EXPECT_THAT(ReadingsOf("/a///b", {{kDoubleSlash}}), UnorderedElementsAre("/a///b", "/a/b"));
  EXPECT_THAT(ReadingsOf("/a;x%2F/b", {{kEncodedSlash, kSemicolon, kDoubleSlash}}),
              UnorderedElementsAre("/a;x%2F/b", "/a;x//b", "/a;x/b", "/a/b", "/a//b", "/a/b"));
}

// Incident class F4: a policy that accepts a form accepts no other ambiguity, such as dot segments.
TEST(ReadingsOf, WhatIsAmbiguousOtherwiseHasNone) {
  const PathForm all[] = {kEncodedSlash, kSemicolon, kDoubleSlash};
  for (const char* path :
       {"",       "a",        "/a%2F..%2Fb", "/a/..%2Fb", "/a%2f%2e%2e", "/..;/b",  "/..;x=1%2Fb",
        "/.%2Fb", "/a/.;x",   "/a;x/../b",   "/a//../b",  "/a;\\..\\b",  "/a;%5c",  "/a;%00",
        "/a;#",   "/a%252Fb", "/a%3bx",      "/a%5cb",    "/a;%2e%2e/b", "//..//b", "/a%2F.",
        "/a?b"}) {
    EXPECT_TRUE(ReadingsOf(path, all).empty()) << path;
  }
  EXPECT_TRUE(ReadingsOf("/a%2Fb", {{kSemicolon, kDoubleSlash}}).empty());
  EXPECT_TRUE(ReadingsOf("/a;b", {{kEncodedSlash, kDoubleSlash}}).empty());
  EXPECT_TRUE(ReadingsOf("/a//b", {{kEncodedSlash, kSemicolon}}).empty());
  EXPECT_TRUE(ReadingsOf("/a%2F/b", {{kEncodedSlash}}).empty());
  EXPECT_TRUE(ReadingsOf("/a/;x/b", {{kSemicolon}}).empty());
}

}  // namespace
}  // namespace bearward::model
