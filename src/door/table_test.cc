#include "door/table.h"

#include <gtest/gtest.h>

namespace bearward::door {
namespace {

Dialect Speaking(std::string_view name, std::vector<std::string> prefixes = {}) {
  Dialect dialect;
  dialect.name = name;
  dialect.prefixes = std::move(prefixes);
  dialect.write_error = [](const base::Error&, const Call&) { return EmptyReply(500); };
  return dialect;
}

const Dialect kDialect = Speaking("ours");

Route GoodRow() {
  Route route;
  route.pattern = "/x";
  route.guard.accepted = kBearer;
  route.run = [](Call&) -> base::Result<Reply> { return EmptyReply(204); };
  route.operation = "x";
  route.dialect = &kDialect;
  return route;
}

std::string WhyNot(const Route& route) {
  const auto table = Table::Join({route}, kDialect);
  return table ? "" : table.error().reason;
}

TEST(Table, ARowThatForgetsSomethingDoesNotStart) {
  EXPECT_EQ(WhyNot(GoodRow()), "");
  Route route = GoodRow();
  route.guard.accepted = kNothing;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route.guard.need = model::Need::Open();
  EXPECT_EQ(WhyNot(route), "");
  route.guard.accepted = kBasic;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route = GoodRow();
  route.run = nullptr;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route = GoodRow();
  route.dialect = nullptr;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route = GoodRow();
  route.operation = "";
  EXPECT_EQ(WhyNot(route), "bad_route");
  route = GoodRow();
  route.pattern = "x";
  EXPECT_EQ(WhyNot(route), "bad_pattern");
}

TEST(Table, AnInlineRowMustNotLookForItsEnvironment) {
  Dialect named = Speaking("named");
  named.environment = [](const http::Request&) { return std::nullopt; };
  Route route = GoodRow();
  route.dialect = &named;
  EXPECT_EQ(WhyNot(route), "");
  route.run_on = RunOn::kInline;
  EXPECT_EQ(WhyNot(route), "bad_route");
}

TEST(Table, ARowGlancesOnlyBeforeAWorkerAndWithoutLookingForItsEnvironment) {
  Route route = GoodRow();
  route.glance = [](Call&) { return std::optional<base::Result<Reply>>(); };
  EXPECT_EQ(WhyNot(route), "");
  route.run_on = RunOn::kInline;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route.run_on = RunOn::kHashing;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route.run_on = RunOn::kWorker;
  Dialect named = Speaking("named");
  named.environment = [](const http::Request&) { return std::nullopt; };
  route.dialect = &named;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route.glance = nullptr;
  EXPECT_EQ(WhyNot(route), "");
  route.hold = [](Call&) { return std::optional<base::Result<Held>>(); };
  EXPECT_EQ(WhyNot(route), "bad_route");
}

TEST(Table, TwoRowsForOnePromiseDoNotStart) {
  const auto table = Table::Join({GoodRow(), GoodRow()}, kDialect);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().reason, "route_exists");
}

TEST(Table, TheLongestPrefixThatEndsAtASegmentWins) {
  const Dialect api = Speaking("api", {"/api"});
  const Dialect forms = Speaking("forms", {"/api/Forms", "/other/"});
  Dialect loose = Speaking("loose", {"/Loose"});
  loose.ignore_case = true;
  Route a = GoodRow(), b = GoodRow(), c = GoodRow();
  a.dialect = &api;
  b.dialect = &forms;
  b.pattern = "/b";
  c.dialect = &loose;
  c.pattern = "/c";
  const auto table = Table::Join({a, b, c}, kDialect);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->DialectOf("/api").name, "api");
  EXPECT_EQ(table->DialectOf("/api/x").name, "api");
  EXPECT_EQ(table->DialectOf("/api/Forms/1").name, "forms");
  EXPECT_EQ(table->DialectOf("/api/forms/1").name, "api");
  EXPECT_EQ(table->DialectOf("/apiary").name, "ours");
  EXPECT_EQ(table->DialectOf("/other/x").name, "forms");
  EXPECT_EQ(table->DialectOf("/LOOSE").name, "loose");
  EXPECT_EQ(table->DialectOf("/").name, "ours");
}

}  // namespace
}  // namespace bearward::door
