#include "partner_data/report_filter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "testing/must.h"

namespace bearward::partner_data {
namespace {

using testing::Must;

const std::vector<std::string> kColumns = {"value", "other"};

std::string One(const std::string& type, const std::string& op, const std::string& values,
                const std::string& negate = "false") {
  return R"({"type":")" + type + R"(","colId":"value","filter":{"op":")" + op + R"(","negate":)" +
         negate + R"(,"values":)" + values + "}}";
}
std::string Container(const std::string& filters, const std::string& op = "AND") {
  return R"({"op":")" + op + R"(","fieldFilters":[)" + filters + "]}";
}

bool Holds(const std::string& container, const std::string& value) {
  const FilterGroup group = Must(ParseFilters(Must(json::Parse(container)), kColumns));
  const std::vector<json::Value> row = {Must(json::Parse(value)), json::Value()};
  return Matches(group, row, *base::ParseIso("2031-05-06T12:00:00Z"));
}

struct Row {
  const char* type;
  const char* op;
  const char* values;
  const char* met;
  const char* unmet;
};

TEST(ReportFilter, EachTypeComparesWithItsOps) {
  const Row rows[] = {
      {"TEXT", "EQUAL_TO", R"(["won"])", R"("Won")", R"("won!")"},
      {"TEXT", "CONTAIN", R"(["on"])", R"("Won")", R"("lost")"},
      {"TEXT", "START_WITH", R"(["wo"])", R"("Won")", R"("two")"},
      {"TEXT", "END_WITH", R"(["on"])", R"("Won")", R"("one")"},
      {"TEXT", "IN", R"(["a","won"])", R"("Won")", R"("b")"},
      {"TEXT", "GREATER_THAN", R"(["b"])", R"("c")", R"("b")"},
      {"TEXT", "BETWEEN", R"(["b","d"])", R"("c")", R"("e")"},
      {"TEXT", "IS_EMPTY", "[]", R"("")", R"("x")"},
      {"TEXT_REPEATED", "EQUAL_TO", R"(["b"])", R"(["a","b"])", R"(["a"])"},
      {"TEXT_REPEATED", "IS_EMPTY", "[]", "[]", R"(["a"])"},
      {"TEXT_PG_ARRAY", "IN", R"(["b"])", R"(["a","B"])", R"([1])"},
      {"BOOLEAN", "EQUAL_TO", "[true]", "true", "false"},
      {"BOOLEAN", "EQUAL_TO", R"(["False"])", "false", "null"},
      {"NUMBER", "EQUAL_TO", "[5]", "5", "6"},
      {"NUMBER", "IN", R"(["5",6])", R"("6")", R"("x")"},
      {"NUMBER", "GREATER_THAN", "[5]", "5.5", "5"},
      {"NUMBER", "LESS_THAN", "[5]", "-1", "5"},
      {"DECIMAL", "GREATER_THAN_OR_EQUAL_TO", "[1.5]", "1.5", "1.4"},
      {"DECIMAL", "LESS_THAN_OR_EQUAL_TO", "[1.5]", "1.5", "1.6"},
      {"CURRENCY", "BETWEEN", "[10,20]", R"({"value":"15.5","currency":"USD"})",
       R"({"value":21,"currency":"USD"})"},
      {"DATE", "EQUAL_TO", R"(["2031-05-06"])", R"("2031-05-06T23:59:59Z")", R"("2031-05-07")"},
      {"DATE", "BETWEEN", R"(["2031-05-01","2031-05-06"])", R"("2031-05-06T10:00:00Z")",
       R"("2031-05-07")"},
      {"DATE_TIME", "GREATER_THAN", R"(["2031-05-06T07:08:09.12345Z"])",
       R"("2031-05-06T07:08:09.124Z")", R"("2031-05-06T07:08:09.123Z")"},
      {"DATE_OFFSET", "OFFSET", "[-7]", R"("2031-04-29")", R"("2031-04-28")"},
      {"DATE_OFFSET", "OFFSET", "[1,2]", R"("2031-05-08")", R"("2031-05-06")"},
      {"DATE_OFFSET", "GREATER_THAN", "[0]", R"("2031-05-07")", R"("2031-05-06T23:00:00Z")"},
      {"DATE_TIME_OFFSET", "OFFSET", R"(["-2"])", R"("2031-05-06T10:00:00Z")",
       R"("2031-05-06T09:59:59Z")"},
  };
  for (const Row& row : rows) {
    const std::string filter = One(row.type, row.op, row.values);
    EXPECT_TRUE(Holds(Container(filter), row.met)) << filter;
    EXPECT_FALSE(Holds(Container(filter), row.unmet)) << filter;
    const std::string negated = One(row.type, row.op, row.values, "true");
    EXPECT_FALSE(Holds(Container(negated), row.met)) << negated;
    EXPECT_TRUE(Holds(Container(negated), row.unmet)) << negated;
  }
}

TEST(ReportFilter, GroupsNestAndAnEmptyOneIsMet) {
  const std::string a = One("TEXT", "EQUAL_TO", R"(["a"])");
  const std::string b = One("TEXT", "EQUAL_TO", R"(["b"])");
  EXPECT_TRUE(Holds("{}", R"("x")"));
  EXPECT_TRUE(Holds(Container(a + "," + b, "OR"), R"("b")"));
  EXPECT_FALSE(Holds(Container(a + "," + b), R"("b")"));
  const std::string nested = R"({"op":"AND","fieldFilters":[],"group":[)" +
                             Container(a + "," + b, "OR") + "," +
                             Container(One("TEXT", "EQUAL_TO", R"(["b"])", R"("true")")) + "]}";
  EXPECT_TRUE(Holds(nested, R"("a")"));
  EXPECT_FALSE(Holds(nested, R"("b")"));
}

TEST(ReportFilter, AnEmptyTextNegatesNothing) {
  EXPECT_TRUE(Holds(Container(One("TEXT", "EQUAL_TO", R"(["a"])", R"("")")), R"("a")"));
}

TEST(ReportFilter, WrongFiltersAreRefused) {
  for (const std::string& text :
       {std::string("[]"),
        std::string("1"),
        Container("", "XOR"),
        Container("1"),
        Container(R"({"type":"TEXT","colId":"value"})"),
        Container(R"({"type":"TEXT","colId":"none","filter":{"op":"EQUAL_TO","values":["x"]}})"),
        Container(One("WORD", "EQUAL_TO", R"(["x"])")),
        Container(One("TEXT", "LIKE", R"(["x"])")),
        Container(One("TEXT", "OFFSET", R"(["x"])")),
        Container(One("NUMBER", "CONTAIN", "[1]")),
        Container(One("BOOLEAN", "GREATER_THAN", "[true]")),
        Container(One("TEXT", "EQUAL_TO", "[]")),
        Container(One("TEXT", "EQUAL_TO", "[1]")),
        Container(One("NUMBER", "BETWEEN", "[1]")),
        Container(One("NUMBER", "EQUAL_TO", R"(["x"])")),
        Container(One("DATE", "EQUAL_TO", R"(["soon"])")),
        Container(One("TEXT", "IN", "[]")),
        Container(One("DATE_OFFSET", "OFFSET", "[1e300]")),
        std::string(R"({"fieldFilters":{}})"),
        std::string(R"({"group":[1]})")}) {
    const auto parsed = ParseFilters(Must(json::Parse(text)), kColumns);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().reason, "invalid_filter") << text;
  }
}

TEST(ReportFilter, NestingAndNumbersAreLimited) {
  std::string nested = "{}";
  for (int i = 0; i < kDeepestGroup; ++i) nested = R"({"group":[)" + nested + "]}";
  EXPECT_FALSE(ParseFilters(Must(json::Parse(nested)), kColumns));
  std::string many = One("TEXT", "IS_EMPTY", "[]");
  for (std::size_t i = 0; i < kMostFilters; ++i) many += "," + One("TEXT", "IS_EMPTY", "[]");
  EXPECT_FALSE(ParseFilters(Must(json::Parse(Container(many))), kColumns));
}

}  // namespace
}  // namespace bearward::partner_data
