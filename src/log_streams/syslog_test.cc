// Messages of RFC 5424 in frames of RFC 6587.
#include "log_streams/syslog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/reader.h"
#include "testing/must.h"

namespace bearward::log_streams {
namespace {

Entry Sample(std::string action, std::string json) {
  return {.position = 1,
          .id = "e1",
          .at = base::FromMillis(1'935'817'689'123),
          .action = std::move(action),
          .organization = {},
          .json = std::move(json)};
}

TEST(Syslog, EachMessageIsPrecededByItsLength) {
  const std::vector<Entry> entries = {Sample("user.created", R"({"a":1})"),
                                      Sample("user.deleted", R"({"b":2})")};
  const std::string first =
      R"(<110>1 2031-05-06T07:08:09.123Z host.example bearward - user.created - {"a":1})";
  std::string second = first;
  second.replace(second.find("created"), 7, "deleted");
  second.replace(second.find("\"a\":1"), 5, "\"b\":2");
  EXPECT_EQ(
      SyslogFrames("host.example", entries),
      std::to_string(first.size()) + " " + first + std::to_string(second.size()) + " " + second);
}

TEST(Syslog, FieldsOfTheHeaderArePrintableAndNotTooLong) {
  const std::vector<Entry> entries = {Sample("a b\n\xc3\xa9" + std::string(60, 'x'), "{}")};
  EXPECT_THAT(SyslogFrames("", entries),
              ::testing::EndsWith("Z - bearward - ab" + std::string(30, 'x') + " - {}"));
  const std::vector<Entry> nameless = {Sample("\n ", "{}")};
  EXPECT_THAT(SyslogFrames("h", nameless), ::testing::EndsWith(" h bearward - - - {}"));
}

TEST(Syslog, JsonIsWrittenInAscii) {
  const std::string text = "{\"a\":\"Gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80\"}";
  EXPECT_EQ(AsciiJson(text), R"({"a":"Gr\u00fc\u00df \u20ac \ud83d\ude00"})");
  EXPECT_EQ(*testing::Must(json::Parse(AsciiJson(text))).Find("a")->AsString(),
            *testing::Must(json::Parse(text)).Find("a")->AsString());
  EXPECT_EQ(AsciiJson("\"\xff\""), "\"?\"");
}

}  // namespace
}  // namespace bearward::log_streams
