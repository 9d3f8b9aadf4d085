#include "dialects/v1/openapi.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "dialects/v1/dialect.h"
#include "dialects/v1/operations.h"
#include "dialects/v1/routes.h"
#include "json/reader.h"
#include "testing/test_server.h"

namespace bearward::dialects::v1 {
namespace {

class OpenApi : public ::testing::Test {
 protected:
  OpenApi() {
    routes_ = Routes({grant_, keys_, users_, organizations_, applications_, policies_, events_},
                     dialect_);
    const OperatorUses uses{health_, metrics_, [] { return base::Status(); },
                            [this]() -> const std::vector<door::Route>& { return routes_; },
                            "1.2.3"};
    for (door::Route& route : OperatorRoutes(uses, dialect_)) routes_.push_back(std::move(route));
  }
  json::Value Document() const {
    return testing::Must(json::Parse(WriteOpenApi(routes_, "1.2.3")));
  }
  // Operation returns the description of a route in the document.
  static const json::Value* Operation(const json::Value& document, const door::Route& route) {
    const json::Value* path = document.Find("paths")->Find(route.pattern);
    return path == nullptr ? nullptr : path->Find(base::Lower(http::MethodText(route.method)));
  }

  testing::TestServer world_;
  grant::Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock},
                      std::chrono::seconds(10)};
  keys::Keys keys_{{*world_.store, world_.clock, world_.entropy}};
  users::Users users_{{*world_.store, *world_.passwords, world_.clock}};
  organizations::Domains domains_{{*world_.store, world_.clock, world_.entropy}};
  organizations::Organizations organizations_{{*world_.store, world_.clock, world_.entropy},
                                              domains_};
  applications::Applications applications_{*world_.store, world_.clock};
  policies::Policies policies_{{*world_.store, world_.clock, world_.entropy}};
  events::Events events_{*world_.store};
  observe::Health health_;
  observe::Registry metrics_;
  door::Dialect dialect_ = MakeDialect();
  std::vector<door::Route> routes_;
};

TEST_F(OpenApi, EveryRowIsDescribedOnce) {
  const json::Value document = Document();
  std::set<std::string> operations;
  for (const door::Route& route : routes_) {
    const json::Value* const operation = Operation(document, route);
    ASSERT_NE(operation, nullptr) << route.pattern;
    EXPECT_EQ(*operation->Find("operationId")->AsString(), route.operation);
    operations.insert(*operation->Find("operationId")->AsString());
    EXPECT_FALSE(operation->Find("summary")->AsString()->empty()) << route.pattern;
  }
  EXPECT_EQ(operations.size(), routes_.size());
  std::size_t described = 0;
  for (const json::Member& path : *document.Find("paths")->AsObject()) {
    described += path.value.AsObject()->size();
  }
  EXPECT_EQ(described, routes_.size());
  EXPECT_EQ(*document.Find("openapi")->AsString(), "3.0.3");
  EXPECT_EQ(*document.Find("info")->Find("version")->AsString(), "1.2.3");
}

TEST_F(OpenApi, SecurityNamesTheWaysThatTheRowAccepts) {
  const json::Value document = Document();
  const json::Value* const schemes = document.Find("components")->Find("securitySchemes");
  for (const door::Route& route : routes_) {
    const json::Value* const operation = Operation(document, route);
    const json::Array& security = *operation->Find("security")->AsArray();
    EXPECT_EQ(security.empty(), route.guard.need.open()) << route.pattern;
    EXPECT_EQ(operation->Find("responses")->Find("401") == nullptr, route.guard.need.open());
    for (const json::Value& entry : security) {
      EXPECT_NE(schemes->Find(entry.AsObject()->front().key), nullptr);
    }
  }
}

TEST_F(OpenApi, ParametersComeFromThePattern) {
  door::Route route = routes_.front();
  route.pattern = "/a/{first}/b/{second}";
  const json::Value document = testing::Must(json::Parse(WriteOpenApi({&route, 1}, "1")));
  const json::Array& parameters = *Operation(document, route)->Find("parameters")->AsArray();
  ASSERT_EQ(parameters.size(), 3U);
  EXPECT_EQ(*parameters[0].Find("name")->AsString(), "first");
  EXPECT_EQ(*parameters[1].Find("name")->AsString(), "second");
  EXPECT_EQ(*parameters[2].Find("name")->AsString(), "account_id");
  EXPECT_EQ(parameters[2].Find("required")->AsBool(), false);
}

TEST_F(OpenApi, ARowThatIsMountedTwiceGetsTwoOperationIds) {
  std::vector<door::Route> twice = {routes_[0], routes_[0]};
  twice[1].pattern = "/base/v1/whoami";
  const json::Value document = testing::Must(json::Parse(WriteOpenApi(twice, "1")));
  EXPECT_EQ(*Operation(document, twice[0])->Find("operationId")->AsString(), "v1.whoami");
  EXPECT_EQ(*Operation(document, twice[1])->Find("operationId")->AsString(), "v1.whoami_2");
}

TEST_F(OpenApi, ARowOfAnyMethodIsDescribedUnderEach) {
  door::Route route = routes_.front();
  route.method = http::Method::kAny;
  route.pattern = "/g/{policy}/{rest*}";
  const json::Value document = testing::Must(json::Parse(WriteOpenApi({&route, 1}, "1")));
  const json::Value* const path = document.Find("paths")->Find("/g/{policy}/{rest}");
  ASSERT_NE(path, nullptr);
  EXPECT_EQ(path->AsObject()->size(), 7U);
  const json::Array& parameters = *path->Find("delete")->Find("parameters")->AsArray();
  EXPECT_EQ(*parameters[1].Find("name")->AsString(), "rest");
}

TEST_F(OpenApi, EqualRowsGiveEqualBytes) {
  EXPECT_EQ(WriteOpenApi(routes_, "1"), WriteOpenApi(routes_, "1"));
}

}  // namespace
}  // namespace bearward::dialects::v1
