#include "json/writer.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "testing/fake_entropy.h"

namespace bearward::json {
namespace {

TEST(Writer, CommasFallWhereTheyBelong) {
  std::string out;
  Writer writer(out);
  writer.BeginObject();
  writer.Key("a").Int(-1).Key("b").BeginArray().EndArray();
  writer.Key("c").BeginArray().Null().Bool(true).Bool(false).BeginObject().EndObject();
  writer.Double(0.5).Raw(R"({"r":1})").String("x").EndArray();
  writer.Key("d").BeginObject().Key("e").String("").EndObject().EndObject();
  EXPECT_EQ(out, R"({"a":-1,"b":[],"c":[null,true,false,{},0.5,{"r":1},"x"],"d":{"e":""}})");
}

TEST(Writer, AppendsBehindWhatIsThere) {
  std::string out = "data: ";
  Writer(out).String("x");
  EXPECT_EQ(out, "data: \"x\"");
}

TEST(Writer, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(Quote(std::string_view("a\"b\\c\n\r\t\b\f\0\x1f\x7f", 13)),
            "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0000\\u001f\x7f\"");
  EXPECT_EQ(Quote("/ \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"),
            "\"/ \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"");
}

// The scan reads eight bytes at a time; an escape must be found at each position in the word.
TEST(Writer, FindsAnEscapeAtEveryPlace) {
  for (std::size_t length = 1; length < 20; ++length) {
    for (std::size_t place = 0; place < length; ++place) {
      std::string text(length, 'x');
      text[place] = '"';
      std::string expected(length, 'x');
      expected.replace(place, 1, "\\\"");
      EXPECT_EQ(Quote(text), "\"" + expected + "\"");
      text[place] = '\x01';
      expected.replace(place, 2, "\\u0001");
      EXPECT_EQ(Quote(text), "\"" + expected + "\"");
    }
  }
}

TEST(Writer, BytesThatAreNotUtf8BecomeTheReplacementCharacter) {
  const std::string mark = "\xef\xbf\xbd";
  EXPECT_EQ(Quote("a\xff"), "\"a" + mark + "\"");
  EXPECT_EQ(Quote("\xc0\xaf"), "\"" + mark + mark + "\"");
  EXPECT_EQ(Quote("\xed\xa0\x80"), "\"" + mark + mark + mark + "\"");
  EXPECT_EQ(Quote("\xe2\x82"), "\"" + mark + mark + "\"");
  EXPECT_EQ(Quote("\xf4\x90\x80\x80x"), "\"" + mark + mark + mark + mark + "x\"");
  EXPECT_EQ(Quote("\xe0\x80\x80"), "\"" + mark + mark + mark + "\"");
}

TEST(Writer, AnyBytesMakeTextThatReadsBack) {
  testing::FakeEntropy entropy;
  for (std::size_t round = 0; round < 2000; ++round) {
    std::string bytes(round % 64, '\0');
    entropy.Fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    const auto read = Parse(Quote(bytes));
    ASSERT_TRUE(read.has_value()) << round;
    EXPECT_EQ(Quote(*read->AsString()), Quote(bytes));
  }
}

TEST(Writer, NumbersReadBackAsTheSameKind) {
  EXPECT_EQ(ToText(Value::Int(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(ToText(Value::Double(1)), "1.0");
  EXPECT_EQ(ToText(Value::Double(1e300)), "1e+300");
  EXPECT_EQ(ToText(Value::Double(-0.0)), "-0.0");
  EXPECT_EQ(ToText(Value::Double(std::nan(""))), "null");
  EXPECT_EQ(ToText(Value::Double(std::numeric_limits<double>::infinity())), "null");
}

TEST(Writer, AValueWritesItselfAndReadsBackEqual) {
  const std::string text =
      R"({"a":[1,-2.5,true,null,"x\ny",{}],"b":{"c":[[]]},"d":1e+100,"e":9223372036854775807})";
  const auto value = Parse(text);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(ToText(*value), text);
  EXPECT_EQ(*Parse(ToText(*value)), *value);
}

// RandomValue builds a value from random bytes: every kind, nesting up to `depth`.
Value RandomValue(base::Entropy& entropy, int depth) {
  std::array<std::uint8_t, 10> dice{};
  entropy.Fill(dice);
  std::int64_t integer = 0;
  std::memcpy(&integer, dice.data() + 2, sizeof integer);
  const std::size_t count = dice[1] % 5;
  switch (dice[0] % (depth > 0 ? 7 : 5)) {
    case 0:
      return Value();
    case 1:
      return Value::Bool((dice[1] & 1) != 0);
    case 2:
      return Value::Int(integer >> (dice[1] % 64));
    case 3: {
      const double number = std::bit_cast<double>(integer);
      return Value::Double(std::isfinite(number) && std::abs(number) > 1e-300 ? number : 0.25);
    }
    case 4:
      return Value::String("s\xc3\xa9\"" + std::to_string(integer));
    case 5: {
      Array items;
      for (std::size_t i = 0; i < count; ++i) items.push_back(RandomValue(entropy, depth - 1));
      return Value::Of(std::move(items));
    }
    default: {
      Object members;
      for (std::size_t i = 0; i < count; ++i) {
        members.push_back({"k" + std::to_string(i), RandomValue(entropy, depth - 1)});
      }
      return Value::Of(std::move(members));
    }
  }
}

TEST(Writer, EveryValueSurvivesTheRoundTrip) {
  testing::FakeEntropy entropy;
  for (int round = 0; round < 5000; ++round) {
    const Value value = RandomValue(entropy, 5);
    const auto read = Parse(ToText(value));
    ASSERT_TRUE(read.has_value()) << ToText(value);
    ASSERT_EQ(*read, value) << ToText(value);
  }
}

}  // namespace
}  // namespace bearward::json
