#include "door/table.h"

#include <gtest/gtest.h>

#include "testing/any_contract.h"

namespace bearward::door {
namespace {

Dialect Speaking(std::string_view name, std::vector<std::string> prefixes = {}) {
  Dialect dialect;
  dialect.name = name;
  dialect.mount.prefixes = std::move(prefixes);
  dialect.errors.write = [](const base::Error&, const Call&) { return EmptyReply(500); };
  return dialect;
}

const Dialect kDialect = Speaking("ours");

Route GoodRow() {
  Route route;
  route.pattern = "/x";
  route.guard.accepted = kForms<kBearer>;
  route.guard.kinds = verify::kAnyKind;
  route.guard.profiles = model::kAnyProfile;
  route.run = [](Call&) -> base::Result<Reply> { return EmptyReply(204); };
  route.operation = "x";
  route.contract = &testing::kAnyContract;
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
  route.guard.accepted = {};
  EXPECT_EQ(WhyNot(route), "bad_route");
  route.guard.need = model::Need::Open();
  route.guard.kinds = 0;
  EXPECT_EQ(WhyNot(route), "");
  route.guard.accepted = kForms<kBasic>;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route = GoodRow();
  route.guard.kinds = 0;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route = GoodRow();
  route.guard.profiles = 0;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route.guard.kinds = verify::KindBit(model::CredentialKind::kApiKey);
  EXPECT_EQ(WhyNot(route), "");
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
  route.contract = nullptr;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route = GoodRow();
  route.pattern = "x";
  EXPECT_EQ(WhyNot(route), "bad_pattern");
}

TEST(Table, ATrailingSlashIsTheSameRowUnlessItsDialectIsExact) {
  Dialect exact = Speaking("exact", {"/gateway"});
  exact.mount.exact_paths = true;
  Route plain = GoodRow();
  Route own = GoodRow();
  own.pattern = "/own/";
  Route policy = GoodRow();
  policy.pattern = "/gateway/{policy}";
  policy.dialect = &exact;
  const auto table = Table::Join({plain, own, policy}, kDialect);
  ASSERT_TRUE(table);
  const auto found = [&](std::string_view path) {
    http::Request request;
    request.path = path;
    const http::Match match = table->Find(http::Method::kGet, request);
    return match.found ? static_cast<int>(match.value) : -1;
  };
  EXPECT_EQ(found("/x"), 0);
  EXPECT_EQ(found("/x/"), 0);
  EXPECT_EQ(found("/x//"), -1);
  EXPECT_EQ(found("/own/"), 1);
  EXPECT_EQ(found("/own"), -1);
  EXPECT_EQ(found("/gateway/api"), 2);
  EXPECT_EQ(found("/gateway/api/"), -1);
  EXPECT_EQ(found("/"), -1);
  http::Request request;
  request.path = "/x/";
  EXPECT_NE(table->Find(http::Method::kPost, request).allowed, 0U);
}

TEST(Table, ADialectWithAHostIsFoundThereOnly) {
  Dialect limited = Speaking("limited", {"/limited"});
  limited.mount.host = "api.example.com";
  Dialect other = Speaking("other");
  other.mount.host = "other.example.com";
  Route anywhere = GoodRow();
  Route same = GoodRow();
  same.dialect = &other;
  Route here = GoodRow();
  here.pattern = "/limited/y";
  here.dialect = &limited;
  const auto table = Table::Join({anywhere, here, same}, kDialect);
  ASSERT_TRUE(table);
  const auto ask = [&](std::string_view host, std::string_view path) {
    const http::Header header{"Host", host};
    http::Request request;
    request.path = path;
    request.headers = {&header, 1};
    const http::Match match = table->Find(http::Method::kGet, request);
    const std::string_view speaks = table->DialectOf(request).name;
    return (match.found ? std::to_string(match.value) : "none") + " " + std::string(speaks);
  };
  for (const char* host : {"api.example.com", "API.Example.com:8443", "api.example.com."}) {
    EXPECT_EQ(ask(host, "/limited/y"), "1 limited") << host;
    EXPECT_EQ(ask(host, "/limited/y/"), "1 limited") << host;
    EXPECT_EQ(ask(host, "/x"), "0 ours") << host;
  }
  for (const char* host : {"", "example.com", "other.example.com", "api.example.com.evil.example",
                           "xapi.example.com", "[::1]:80"}) {
    EXPECT_EQ(ask(host, "/limited/y"), "none ours") << host;
  }
  EXPECT_EQ(ask("other.example.com", "/x"), "2 ours");
}

TEST(Table, RouteWithAFastPathRunsOnAWorker) {
  Route route = GoodRow();
  route.try_cached = [](Call&) { return std::optional<base::Result<Outcome>>(); };
  EXPECT_EQ(WhyNot(route), "");
  route.run_on = RunOn::kReading;
  EXPECT_EQ(WhyNot(route), "");
  route.run_on = RunOn::kInline;
  EXPECT_EQ(WhyNot(route), "bad_route");
  route.run_on = RunOn::kHashing;
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
  loose.mount.ignore_case = true;
  Route a = GoodRow(), b = GoodRow(), c = GoodRow();
  a.dialect = &api;
  b.dialect = &forms;
  b.pattern = "/b";
  c.dialect = &loose;
  c.pattern = "/c";
  const auto table = Table::Join({a, b, c}, kDialect);
  ASSERT_TRUE(table);
  const auto speaks = [&](std::string_view path) {
    http::Request request;
    request.path = path;
    return table->DialectOf(request).name;
  };
  EXPECT_EQ(speaks("/api"), "api");
  EXPECT_EQ(speaks("/api/x"), "api");
  EXPECT_EQ(speaks("/api/Forms/1"), "forms");
  EXPECT_EQ(speaks("/api/forms/1"), "api");
  EXPECT_EQ(speaks("/apiary"), "ours");
  EXPECT_EQ(speaks("/other/x"), "forms");
  EXPECT_EQ(speaks("/LOOSE"), "loose");
  EXPECT_EQ(speaks("/"), "ours");
}

// Answers of the server itself, and of a path without the method, are logged without a route.
TEST(Table, ASecretPathIsLoggedAsItsPatternWhateverTheMethod) {
  Route secret = GoodRow();
  secret.pattern = "/by_token/{token}";
  secret.secret_path = true;
  const Table table = *Table::Join({GoodRow(), secret}, kDialect);
  const auto loggable = [&table](std::string_view path) {
    http::Request request;
    request.method = http::Method::kPost;
    request.path = path;
    return std::string(table.LoggablePath(request));
  };
  EXPECT_EQ(loggable("/by_token/c4n4ry"), "/by_token/{token}");
  EXPECT_EQ(loggable("/by_token/c4n4ry/"), "/by_token/{token}");
  EXPECT_EQ(loggable("/x"), "/x");
  EXPECT_EQ(loggable("/nowhere"), "/nowhere");
  EXPECT_EQ(loggable(""), "");
}

}  // namespace
}  // namespace bearward::door
