#include "gateway/target.h"

#include <gtest/gtest.h>

#include "gateway/header_text.h"

namespace bearward::gateway {
namespace {

TEST(Target, AUrlIsTakenApart) {
  const auto target = ReadUrl("https://api.example:8443/forms/1?next=http://evil.example/x");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->proto, "https");
  EXPECT_EQ(target->host, "api.example:8443");
  EXPECT_EQ(target->path, "/forms/1");
  EXPECT_EQ(ReadUrl("http://h//x")->path, "//x");
}

TEST(Target, WhatIsNoUrlIsNone) {
  for (const char* text : {"", "/", "http:", "http://", "http:///", "http://h", "://h/", "h/p",
                           "http://h?/p", "http:/h/p", "?http://h/p", "http://h/p#f", "http://h/ p",
                           "http://h/\x7f", "http://h/\xc3\xa9", "http://h/p?\n"}) {
    EXPECT_FALSE(ReadUrl(text).has_value()) << text;
  }
}

TEST(Target, AUriEndsAtItsQuery) {
  EXPECT_EQ(ReadUri("/a?b?c"), "/a");
  EXPECT_EQ(ReadUri("/a"), "/a");
  EXPECT_EQ(ReadUri("?"), "");
  EXPECT_FALSE(ReadUri("/a#b").has_value());
  EXPECT_FALSE(ReadUri("/a?b#c").has_value());
  EXPECT_FALSE(ReadUri(std::string_view("/a\0b", 4)).has_value());
}

TEST(Target, TheLastHopIsTheOneNextToTheProxy) {
  EXPECT_EQ(LastHop("a, b, 203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(LastHop("203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(LastHop("203.0.113.9, "), "");
  EXPECT_EQ(LastHop("203.0.113.9, host\n"), "");
  EXPECT_EQ(LastHop(std::string(65, '1')), "");
}

TEST(HeaderText, WhatCannotStandInAHeaderIsEncoded) {
  EXPECT_EQ(HeaderText("ann"), "ann");
  EXPECT_EQ(HeaderText("Ann Lee"), "Ann Lee");
  EXPECT_EQ(HeaderText("Zo\xc3\xab"), "Zo%C3%AB");
  EXPECT_EQ(HeaderText("50%"), "50%25");
  EXPECT_EQ(HeaderText("a\r\nb\tc\x7f"), "a%0D%0Ab%09c%7F");
  EXPECT_EQ(HeaderText(" a "), "%20a%20");
  EXPECT_EQ(HeaderText(std::string_view("\0", 1)), "%00");
  EXPECT_EQ(HeaderText(""), "");
}

}  // namespace
}  // namespace bearward::gateway
