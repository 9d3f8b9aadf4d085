// The contracts of routes: which errors a route documents, and that the check of responses in the
// tests of every route notices each kind of difference.
#include "door/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "door/route.h"
#include "testing/contract_check.h"

namespace bearward::door {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr json::Property kPenMembers[] = {{"color", json::kText}};
constexpr json::Schema kPen = json::ObjectOf(kPenMembers);
constexpr json::Property kFaultMembers[] = {{"code", json::kText}};
constexpr json::Schema kFault = json::ObjectOf(kFaultMembers);
constexpr Content kFaults[] = {{kJsonType, &kFault}};
constexpr Parameter kQuery[] = {{"limit", json::kInteger}};
constexpr Success kSuccesses[] = {{200, "A pen.", &kPen}, {204, "No pen."}};
constexpr int kErrors[] = {409};
constexpr Contract kNothingRead = {.successes = kSuccesses};
constexpr Contract kQueryRead = {.query = kQuery, .successes = kSuccesses};
constexpr Contract kBodyRead = {.body = &kPen, .successes = kSuccesses, .errors = kErrors};

const Dialect kDialect = [] {
  Dialect dialect;
  dialect.errors.contents = kFaults;
  return dialect;
}();

Route RouteWith(const Contract& contract) {
  Route route;
  route.guard = OpenGuard();
  route.pattern = "/pens";
  route.contract = &contract;
  route.dialect = &kDialect;
  return route;
}

TEST(Contract, ErrorsFollowFromWhatTheRouteReads) {
  Route blind = RouteWith(kNothingRead);
  EXPECT_THAT(ErrorStatuses(blind), ElementsAre(413, 415));
  blind.ignores_body = true;
  EXPECT_THAT(ErrorStatuses(blind), IsEmpty());
  EXPECT_THAT(ErrorStatuses(RouteWith(kQueryRead)), ElementsAre(400, 413, 415));
  EXPECT_THAT(ErrorStatuses(RouteWith(kBodyRead)), ElementsAre(400, 409, 413, 415));
  Route guarded = RouteWith(kNothingRead);
  guarded.guard.need = model::Need::Live();
  EXPECT_THAT(ErrorStatuses(guarded), ElementsAre(401, 403, 413, 415, 429));
  guarded.pattern = "/pens/{id}";
  EXPECT_THAT(ErrorStatuses(guarded), ElementsAre(401, 403, 404, 413, 415, 429));
}

TEST(Contract, TheCheckOfResponsesNoticesEveryDifference) {
  const Route route = RouteWith(kBodyRead);
  const auto fault = [&](int status, std::string_view type, std::string_view body) {
    return testing::ContractFault(route, status, type, body);
  };
  EXPECT_EQ(fault(200, "application/json; charset=utf-8", R"({"color":"red"})"), "");
  EXPECT_EQ(fault(204, "", ""), "");
  EXPECT_EQ(fault(409, kJsonType, R"({"code":"taken"})"), "");
  EXPECT_EQ(fault(503, kJsonType, R"({"code":"storage"})"), "");
  EXPECT_EQ(fault(201, kJsonType, R"({"color":"red"})"), "The status is not documented.");
  EXPECT_EQ(fault(418, kJsonType, R"({"code":"x"})"), "The status is not documented.");
  EXPECT_EQ(fault(204, kJsonType, "{}"), "The body is not documented.");
  EXPECT_EQ(fault(200, kTextType, "red"), "The type \"text/plain\" is not documented.");
  EXPECT_EQ(fault(200, kJsonType, "red"), "The body is not JSON.");
  EXPECT_EQ(fault(200, kJsonType, "{}"), "/color: the member is missing");
  EXPECT_EQ(fault(200, kJsonType, R"({"color":"red","secret":"x"})"),
            "/secret: the member is not described");
  EXPECT_EQ(fault(500, kJsonType, R"({"detail":"x"})"), "/code: the member is missing");
}

}  // namespace
}  // namespace bearward::door
