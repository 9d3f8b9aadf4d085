#include "door/list_query.h"

#include <gtest/gtest.h>

#include "testing/must.h"

namespace bearward::door {
namespace {

using store::Order;
using testing::Must;
using Values = std::vector<std::string>;

constexpr std::string_view kFilters[] = {"type", "target"};

ListQuery Parse(std::string_view query) { return Must(ParseListQuery(query, kFilters, true)); }
std::string ReasonOf(std::string_view query, bool strict = true) {
  const auto list = ParseListQuery(query, kFilters, strict);
  return list ? "none" : list.error().reason;
}

TEST(ListQuery, AnEmptyQueryHasTheUsualValues) {
  const ListQuery list = Parse("");
  EXPECT_EQ(list.page.limit, 10);
  EXPECT_EQ(list.page.order, std::nullopt);
  EXPECT_EQ(list.page.after, std::nullopt);
  EXPECT_EQ(list.page.before, std::nullopt);
  EXPECT_TRUE(list.filters.empty());
}

TEST(ListQuery, ReadsLimitOrderAndCursors) {
  const ListQuery list = Parse("limit=100&order=normal&after=a%20b&before=");
  EXPECT_EQ(list.page.limit, 100);
  EXPECT_EQ(list.page.order, Order::kNormal);
  EXPECT_EQ(list.page.after, "a b");
  EXPECT_EQ(list.page.before, std::nullopt);
  EXPECT_EQ(Parse("order=asc").page.order, Order::kAscending);
  EXPECT_EQ(Parse("order=desc").page.order, Order::kDescending);
}

// The encodings of the vendor's clients (contracts: WorkOS 2.5).
TEST(ListQuery, AFilterHasFourEncodings) {
  for (const char* query : {"type=a,b", "type=a&type=b", "type[0]=a&type[1]=b",
                            "type%5B%5D=a&type%5B%5D=b", "type[]=a&type[]=b"}) {
    const ListQuery list = Parse(query);
    ASSERT_NE(list.Find("type"), nullptr) << query;
    EXPECT_EQ(*list.Find("type"), (Values{"a", "b"})) << query;
    EXPECT_EQ(list.Find("target"), nullptr);
  }
}

TEST(ListQuery, AnEmptyFilterHasOneEmptyValue) {
  EXPECT_EQ(*Parse("type=").Find("type"), Values{""});
}

TEST(ListQuery, ALimitIsANumberFrom1To100) {
  for (const char* query : {"limit=0", "limit=101", "limit=-1"}) {
    EXPECT_EQ(ReasonOf(query), "invalid_limit") << query;
  }
  for (const char* query : {"limit=", "limit=ten", "limit=1e1", "limit=99999999999999999999"}) {
    EXPECT_EQ(ReasonOf(query), "wrong_type") << query;
  }
  EXPECT_EQ(ReasonOf("limit=1"), "none");
}

TEST(ListQuery, AnUnknownOrderIsRefused) {
  for (const char* query : {"order=", "order=ASC", "order=up"}) {
    EXPECT_EQ(ReasonOf(query), "invalid_order") << query;
  }
}

TEST(ListQuery, AParameterOfOneValueOccursOnce) {
  for (const char* query : {"limit=1&limit=2", "after=a&after=a", "order=asc&order=desc"}) {
    EXPECT_EQ(ReasonOf(query), "repeated_parameter") << query;
  }
}

TEST(ListQuery, OneReturnsTheValueOfAFilterThatTakesOne) {
  EXPECT_EQ(Must(Parse("type=a").One("type")), "a");
  EXPECT_EQ(Must(Parse("type=a").One("target")), std::nullopt);
  EXPECT_EQ(Parse("type=a,b").One("type").error().reason, "repeated_parameter");
}

TEST(ListQuery, TimeReturnsTheTimeOfAFilter) {
  const std::string time = "2031-05-06T07:08:09.123Z";
  EXPECT_EQ(Must(Parse("type=" + time).Time("type")), base::ParseIso(time));
  EXPECT_EQ(Must(Parse("type=" + time).Time("target")), std::nullopt);
  EXPECT_EQ(Parse("type=yesterday").Time("type").error().reason, "wrong_type");
}

TEST(ListQuery, AnUnknownParameterIsRefusedIfStrict) {
  const auto list = ParseListQuery("typ=1", kFilters, true);
  ASSERT_FALSE(list.has_value());
  EXPECT_EQ(list.error().reason, "unknown_parameter");
  EXPECT_EQ(list.error().fields, Values{"typ"});
  EXPECT_NE(list.error().public_text.find("type"), std::string::npos);
  EXPECT_EQ(ReasonOf("typo=1", false), "none");
  EXPECT_EQ(ReasonOf("type[x]=1"), "unknown_parameter");
}

TEST(ListQuery, AFilterHasAtMost64Values) {
  std::string query = "type=0";
  for (int i = 1; i < 64; ++i) query += ',' + std::to_string(i);
  EXPECT_EQ(Parse(query).Find("type")->size(), 64U);
  EXPECT_EQ(ReasonOf(query + ",64"), "too_many_values");
  EXPECT_EQ(ReasonOf(query + "&type=64"), "too_many_values");
}

TEST(ListQuery, AMalformedQueryIsRefused) { EXPECT_EQ(ReasonOf("type=%zz"), "malformed_query"); }

TEST(ListWriter, WritesTheEnvelopeWithBothCursors) {
  ListWriter empty;
  EXPECT_EQ(empty.Finish({}).body,
            R"({"object":"list","data":[],"list_metadata":{"before":null,"after":null}})");
  ListWriter writer;
  writer.items().Int(1);
  writer.items().Int(2);
  EXPECT_EQ(writer.Finish({.before = "b", .after = "a"}).body,
            R"({"object":"list","data":[1,2],"list_metadata":{"before":"b","after":"a"}})");
}

}  // namespace
}  // namespace bearward::door
