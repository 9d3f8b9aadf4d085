#include "objects/field_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "testing/must.h"

namespace bearward::objects {
namespace {

using ::testing::HasSubstr;
using testing::Must;

// Says whether a filter matches an object whose fields are these members.
bool Matches(std::string_view filter, std::string_view fields) {
  const json::Value object = Must(json::Parse(fields));
  return Must(FieldFilter::Parse(filter)).Matches([&](std::string_view field) {
    const json::Value* value = object.Find(field);
    return value == nullptr ? json::Value() : *value;
  });
}

std::string Fault(std::string_view filter) {
  const auto parsed = FieldFilter::Parse(filter);
  if (parsed) return "";
  EXPECT_EQ(parsed.error().reason, "invalid_filter");
  return parsed.error().public_text;
}

TEST(FieldFilter, TheExampleOfTheContractIsEvaluated) {
  const char* const filter = R"((stage in ["closed","won"]) AND (sales_details.partner = "P1"))";
  EXPECT_TRUE(Matches(filter, R"({"stage":"won","sales_details.partner":"P1"})"));
  EXPECT_FALSE(Matches(filter, R"({"stage":"open","sales_details.partner":"P1"})"));
  EXPECT_FALSE(Matches(filter, R"({"stage":"won","sales_details.partner":"P2"})"));
  EXPECT_FALSE(Matches(filter, R"({"stage":"won"})"));
}

TEST(FieldFilter, AndBindsCloserThanOr) {
  EXPECT_TRUE(Matches("a = 1 OR b = 1 AND c = 1", R"({"a":1})"));
  EXPECT_FALSE(Matches("(a = 1 OR b = 1) AND c = 1", R"({"a":1})"));
  EXPECT_TRUE(Matches("a = 1 or b = 1 and c = 1", R"({"b":1,"c":1})"));
}

TEST(FieldFilter, ValuesAreComparedByTheirKind) {
  EXPECT_TRUE(Matches("a = 2", R"({"a":2.0})"));
  EXPECT_TRUE(Matches("a = 2", R"({"a":"2"})")) << "a loaded file has texts only";
  EXPECT_FALSE(Matches(R"(a = "2")", R"({"a":2})"));
  EXPECT_TRUE(Matches("a = true", R"({"a":true})"));
  EXPECT_FALSE(Matches("a = true", R"({"a":"true"})"));
  EXPECT_TRUE(Matches(R"(a = "x")", R"({"a":["w","x"]})"));
  EXPECT_FALSE(Matches(R"(a = "X")", R"({"a":"x"})"));
  EXPECT_TRUE(Matches(R"(a = "q\"\\é")", R"({"a":"q\"\\é"})"));
}

TEST(FieldFilter, AFieldWithoutAValueEqualsNothing) {
  EXPECT_FALSE(Matches(R"(a = "x")", "{}"));
  EXPECT_FALSE(Matches(R"(a in ["x"])", R"({"a":null})"));
  EXPECT_TRUE(Matches(R"(a != "x")", "{}"));
  EXPECT_FALSE(Matches(R"(a != "x")", R"({"a":"x"})"));
}

TEST(FieldFilter, AFaultHasItsPosition) {
  EXPECT_THAT(Fault("a = "), HasSubstr("at byte 4"));
  for (const char* text : {"",
                           "a",
                           "a =",
                           "a = null",
                           "a = [1]",
                           "a in 1",
                           "a in []",
                           "a in [1",
                           "a in [1,]",
                           "= 1",
                           "a..b = 1",
                           ".a = 1",
                           "a. = 1",
                           "a = 1 b = 2",
                           "a = 1 AND",
                           "(a = 1",
                           "a = 1)",
                           "a == 1",
                           "a = \"x",
                           "a = \"x\\",
                           "a = 'x'",
                           "a = 01",
                           "a = 1e",
                           "a-b = 1",
                           "a = 1; b = 1",
                           "a = \"\xff\""}) {
    EXPECT_NE(Fault(text), "") << text;
  }
}

TEST(FieldFilter, SizesAreLimited) {
  const auto repeat = [](std::size_t count, const std::string& text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
  };
  const auto nested = [&](std::size_t depth) {
    return repeat(depth, "(") + "a = 1" + repeat(depth, ")");
  };
  EXPECT_EQ(Fault(nested(kDeepestFilter)), "");
  EXPECT_THAT(Fault(nested(kDeepestFilter + 1)), HasSubstr("nested too deeply"));
  EXPECT_EQ(Fault("a = 1" + repeat(kMostComparisons - 1, " OR a = 1")), "");
  EXPECT_THAT(Fault("a = 1" + repeat(kMostComparisons, " OR a = 1")), HasSubstr("comparisons"));
  EXPECT_EQ(Fault("a in [1" + repeat(kMostFilterValues - 1, ",1") + "]"), "");
  EXPECT_THAT(Fault("a in [1" + repeat(kMostFilterValues, ",1") + "]"), HasSubstr("values"));
  EXPECT_THAT(Fault("a = 1" + std::string(kLongestFilter, ' ')), HasSubstr("bytes"));
}

}  // namespace
}  // namespace bearward::objects
