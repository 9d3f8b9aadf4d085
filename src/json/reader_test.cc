#include "json/reader.h"

#include <gtest/gtest.h>

#include <limits>

#include "json/writer.h"

namespace bearward::json {
namespace {

std::string ReasonOf(std::string_view text, const Limits& limits = {}) {
  const auto value = Parse(text, limits);
  return value ? "accepted" : value.error().reason;
}

TEST(Reader, EveryKindArrivesAsItself) {
  const auto value =
      Parse(R"( {"n":null,"b":true,"i":-7,"d":1.5,"s":"x","a":[1,"2",[]],"o":{"k":{}}} )");
  ASSERT_TRUE(value.has_value());
  EXPECT_TRUE(value->Find("n")->IsNull());
  EXPECT_EQ(value->Find("b")->AsBool(), true);
  EXPECT_EQ(value->Find("i")->AsInt(), -7);
  EXPECT_EQ(value->Find("d")->AsDouble(), 1.5);
  EXPECT_EQ(*value->Find("s")->AsString(), "x");
  ASSERT_EQ(value->Find("a")->AsArray()->size(), 3U);
  EXPECT_EQ(*(*value->Find("a")->AsArray())[1].AsString(), "2");
  EXPECT_TRUE(value->Find("o")->Find("k")->AsObject()->empty());
  EXPECT_EQ(value->Find("missing"), nullptr);
  EXPECT_EQ(value->AsObject()->front().key, "n");
}

TEST(Reader, AValueOfAnotherKindIsAbsent) {
  const Value text = Value::String("1");
  EXPECT_EQ(text.AsInt(), std::nullopt);
  EXPECT_EQ(text.AsBool(), std::nullopt);
  EXPECT_EQ(text.AsDouble(), std::nullopt);
  EXPECT_EQ(text.AsArray(), nullptr);
  EXPECT_EQ(text.AsObject(), nullptr);
  EXPECT_EQ(text.Find("a"), nullptr);
  EXPECT_EQ(text.FindIgnoreCase("a"), nullptr);
  EXPECT_EQ(Value::Int(1).AsString(), nullptr);
  EXPECT_EQ(Value::Double(1).AsInt(), std::nullopt);
  EXPECT_EQ(Value::Int(1).AsDouble(), 1.0);
}

TEST(Reader, IntegersOf64SignedBitsAreExact) {
  using Edge = std::numeric_limits<std::int64_t>;
  EXPECT_EQ(Parse("9223372036854775807")->AsInt(), Edge::max());
  EXPECT_EQ(Parse("-9223372036854775808")->AsInt(), Edge::min());
  EXPECT_EQ(Parse("9007199254740993")->AsInt(), 9007199254740993);
  EXPECT_EQ(Parse("9223372036854775808")->kind(), Kind::kDouble);
  EXPECT_EQ(Parse("18446744073709551616")->kind(), Kind::kDouble);
  EXPECT_EQ(Parse("-9223372036854775809")->kind(), Kind::kDouble);
  EXPECT_EQ(Parse("1.0")->kind(), Kind::kDouble);
  EXPECT_EQ(Parse("1e2")->AsDouble(), 100.0);
}

// The tokenizer's own conversion is wrong by one unit in the last place for such numbers.
TEST(Reader, DoublesAreTheNearest) {
  for (const double number : {0.1, 1.7976931348623157e308, 2.2250738585072014e-308, 0.3, 1e23,
                              9007199254740993.0, 123456.789e-30}) {
    const auto value = Parse(ToText(Value::Double(number)));
    ASSERT_TRUE(value.has_value()) << number;
    EXPECT_EQ(value->AsDouble(), number);
  }
}

TEST(Reader, WhatIsNotJsonIsRefused) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "}",
                                      "[1,]",
                                      "{\"a\":1,}",
                                      "{'a':1}",
                                      "{a:1}",
                                      "nul",
                                      "True",
                                      "NaN",
                                      "Infinity",
                                      "-Infinity",
                                      "+1",
                                      "01",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "0x1",
                                      "1 2",
                                      "{} {}",
                                      "{}x",
                                      "\"a",
                                      "\"\t\"",
                                      "\"\\x\"",
                                      "\"\\u12\"",
                                      "/**/1",
                                      "1//",
                                      "\xef\xbb\xbf{}",
                                      "[1 2]",
                                      "{\"a\" 1}",
                                      "{1:2}",
                                      "1e999",
                                      "-1e999",
                                      "\"a\" \"b\""}) {
    EXPECT_EQ(ReasonOf(text), "invalid_json") << text;
  }
  EXPECT_EQ(ReasonOf(std::string_view("{}\0", 3)), "invalid_json");
}

TEST(Reader, BadUtf8AndLoneSurrogatesAreRefused) {
  for (const std::string_view text :
       {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
        "{\"\x80\":1}", "\"\\ud800\"", "\"\\ud800x\"", "\"\\udc00\"", "\"\\ud800\\u0041\""}) {
    EXPECT_EQ(ReasonOf(text), "invalid_json") << text;
  }
  EXPECT_EQ(*Parse(R"("\ud83d\ude00\u0000\u00e9")")->AsString(),
            std::string("\xf0\x9f\x98\x80\0\xc3\xa9", 7));
}

TEST(Reader, DuplicateKeyIsRefusedAndNamedByItsPath) {
  const auto flat = Parse(R"({"a":1,"b":2,"a":3})");
  ASSERT_FALSE(flat.has_value());
  EXPECT_EQ(flat.error().code, base::Code::kInvalid);
  EXPECT_EQ(flat.error().reason, "duplicate_key");
  EXPECT_EQ(flat.error().fields, std::vector<std::string>{"a"});
  const auto nested = Parse(R"({"outer":[{"x":{"k":1,"\u006b":2}}]})");
  ASSERT_FALSE(nested.has_value());
  EXPECT_EQ(nested.error().fields, (std::vector<std::string>{"outer", "x", "k"}));
}

TEST(Reader, SameKeyInTwoObjectsOrInAnotherCaseIsFine) {
  EXPECT_EQ(ReasonOf(R"([{"a":1},{"a":2}])"), "accepted");
  EXPECT_EQ(ReasonOf(R"({"a":{"a":1}})"), "accepted");
  EXPECT_EQ(ReasonOf(R"({"a":1,"A":2})"), "accepted");
}

TEST(Reader, FindIgnoreCaseRefusesToChoose) {
  const auto value = Parse(R"({"UserName":"u","id":1,"ID":2})");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(*value->FindIgnoreCase("username")->AsString(), "u");
  EXPECT_EQ(value->Find("username"), nullptr);
  EXPECT_EQ(value->FindIgnoreCase("id"), nullptr);
  EXPECT_EQ(value->Find("id")->AsInt(), 1);
}

TEST(Reader, DepthIsLimited) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(ReasonOf(nested(32)), "accepted");
  EXPECT_EQ(ReasonOf(nested(33)), "json_too_large");
  EXPECT_EQ(ReasonOf(nested(100'000)), "json_too_large");
  EXPECT_EQ(ReasonOf("[{}]", {.max_depth = 1}), "json_too_large");
  EXPECT_EQ(ReasonOf("[1]", {.max_depth = 1}), "accepted");
}

TEST(Reader, SizeIsLimited) {
  EXPECT_EQ(ReasonOf("[1, 2]", {.max_size = 6}), "accepted");
  EXPECT_EQ(ReasonOf("[1, 2]", {.max_size = 5}), "json_too_large");
}

TEST(Reader, ItemsOfTheWholeTextAreLimited) {
  EXPECT_EQ(ReasonOf(R"({"a":[1,2],"b":3})", {.max_items = 4}), "accepted");
  EXPECT_EQ(ReasonOf(R"({"a":[1,2],"b":3})", {.max_items = 3}), "json_too_large");
  EXPECT_EQ(ReasonOf("[[],[],[]]", {.max_items = 2}), "json_too_large");
}

TEST(Reader, EqualityMindsKindAndOrder) {
  EXPECT_EQ(*Parse(R"({"a":[1,null]})"), *Parse(R"( { "a" : [ 1 , null ] } )"));
  EXPECT_FALSE(*Parse("1") == *Parse("1.0"));
  EXPECT_FALSE(*Parse(R"({"a":1,"b":2})") == *Parse(R"({"b":2,"a":1})"));
}

}  // namespace
}  // namespace bearward::json
