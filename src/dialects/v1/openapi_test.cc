#include "dialects/v1/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "dialects/v1/dialect.h"
#include "dialects/v1/operations.h"
#include "dialects/v1/routes.h"
#include "json/reader.h"
#include "json/schema.h"
#include "json/writer.h"
#include "testing/test_server.h"
#include "testing/vendor_forms.h"

namespace bearward::dialects::v1 {
namespace {

using ::testing::HasSubstr;

class OpenApi : public ::testing::Test {
 protected:
  OpenApi() {
    routes_ = Routes({grant_, keys_, users_, organizations_, domains_, applications_,
                      access_profiles_, policies_, events_, testing::kAllForms,
                      [] { return base::Result<model::EnvironmentId>(); }},
                     dialect_);
    const OperatorUses uses{health_,
                            metrics_,
                            [] { return base::Status(); },
                            [this]() -> const std::vector<door::Route>& { return routes_; },
                            {"1.2.3", ""}};
    for (door::Route& route : OperatorRoutes(uses, dialect_)) routes_.push_back(std::move(route));
  }
  json::Value Document() const {
    return testing::Must(json::Parse(WriteOpenApi(routes_, {"1.2.3", "https://id.acme.example"})));
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
  users::Users users_{{*world_.store, *world_.passwords, world_.clock, world_.entropy}};
  organizations::Domains domains_{{*world_.store, world_.clock, world_.entropy}};
  organizations::Organizations organizations_{{*world_.store, world_.clock, world_.entropy},
                                              domains_};
  applications::Applications applications_{{*world_.store, world_.clock, world_.entropy}};
  applications::AccessProfiles access_profiles_{{*world_.store, world_.clock, world_.entropy}};
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
  const json::Value document = testing::Must(json::Parse(WriteOpenApi({&route, 1}, {"1", ""})));
  const json::Array& parameters = *Operation(document, route)->Find("parameters")->AsArray();
  ASSERT_EQ(parameters.size(), 3U);  // /v1/whoami reads account_id
  EXPECT_EQ(*parameters[0].Find("name")->AsString(), "first");
  EXPECT_EQ(*parameters[1].Find("name")->AsString(), "second");
  EXPECT_EQ(*parameters[2].Find("name")->AsString(), "account_id");
  EXPECT_EQ(parameters[2].Find("required")->AsBool(), false);
}

TEST_F(OpenApi, ARowThatIsMountedTwiceGetsTwoOperationIds) {
  std::vector<door::Route> twice = {routes_[0], routes_[0]};
  twice[1].pattern = "/base/v1/whoami";
  const json::Value document = testing::Must(json::Parse(WriteOpenApi(twice, {"1", ""})));
  EXPECT_EQ(*Operation(document, twice[0])->Find("operationId")->AsString(), "v1.whoami");
  EXPECT_EQ(*Operation(document, twice[1])->Find("operationId")->AsString(), "v1.whoami_2");
}

TEST_F(OpenApi, ARowOfAnyMethodIsDescribedUnderEach) {
  door::Route route = routes_.front();
  route.method = http::Method::kAny;
  route.pattern = "/g/{policy}/{rest*}";
  const json::Value document = testing::Must(json::Parse(WriteOpenApi({&route, 1}, {"1", ""})));
  const json::Value* const path = document.Find("paths")->Find("/g/{policy}/{rest}");
  ASSERT_NE(path, nullptr);
  EXPECT_EQ(path->AsObject()->size(), 7U);
  const json::Array& parameters = *path->Find("delete")->Find("parameters")->AsArray();
  EXPECT_EQ(*parameters[1].Find("name")->AsString(), "rest");
}

TEST_F(OpenApi, SchemasOfBodiesAndResponsesAreComponents) {
  const json::Value document = Document();
  const json::Value* const create = document.Find("paths")->Find("/v1/policies")->Find("post");
  const std::string text = json::ToText(*create);
  EXPECT_THAT(text, HasSubstr(R"("requestBody":{"required":true,"content":{"application/json":)"
                              R"({"schema":{"$ref":"#/components/schemas/PolicyInput"}}}})"));
  EXPECT_THAT(text, HasSubstr(R"("201":{"description":"The new object.","content":)"
                              R"({"application/json":{"schema":{"$ref":)"
                              R"("#/components/schemas/Policy"}}}})"));
  EXPECT_THAT(text, HasSubstr(R"("409":{"description":)"));
  const json::Value* const schemas = document.Find("components")->Find("schemas");
  for (const char* name : {"PolicyInput", "Policy", "Problem", "ListMetadata", "Caller"}) {
    EXPECT_NE(schemas->Find(name), nullptr) << name;
  }
  EXPECT_EQ(*document.Find("servers")->AsArray()->front().Find("url")->AsString(),
            "https://id.acme.example");
}

TEST_F(OpenApi, AListDocumentsItsParameters) {
  const json::Value document = Document();
  for (const char* path : {"/v1/policies", "/v1/events"}) {
    const json::Value* const list = document.Find("paths")->Find(path)->Find("get");
    std::set<std::string> names;
    for (const json::Value& parameter : *list->Find("parameters")->AsArray()) {
      names.insert(*parameter.Find("name")->AsString());
    }
    for (const char* name : {"limit", "order", "after", "before"}) {
      EXPECT_TRUE(names.contains(name)) << name << " of " << path;
    }
    EXPECT_EQ(names.contains("actor_id"), std::string_view(path) == "/v1/events");
  }
}

// A name refers to one component, so two schemas with one name would describe a body wrongly.
TEST_F(OpenApi, ANameBelongsToOneSchema) {
  std::map<std::string_view, std::string> texts;
  const std::function<void(const json::Schema&)> check = [&](const json::Schema& schema) {
    if (!schema.name.empty()) {
      json::Schema definition = schema;
      definition.nullable = false;
      std::string text;
      json::Writer writer(text);
      json::WriteDefinition(writer, definition);
      const auto [entry, added] = texts.try_emplace(schema.name, text);
      EXPECT_EQ(entry->second, text) << schema.name;
    }
    if (schema.items != nullptr) check(*schema.items);
    for (const json::Property& member : schema.members) check(member.schema);
    for (const json::Schema& choice : schema.choices) check(choice);
  };
  for (const door::Route& route : routes_) {
    if (route.contract->body != nullptr) check(*route.contract->body);
    for (const door::Success& success : route.contract->successes) {
      if (success.schema != nullptr) check(*success.schema);
    }
  }
  EXPECT_GT(texts.size(), 10U);
}

TEST_F(OpenApi, EqualRowsGiveEqualBytes) {
  EXPECT_EQ(WriteOpenApi(routes_, {"1", ""}), WriteOpenApi(routes_, {"1", ""}));
}

}  // namespace
}  // namespace bearward::dialects::v1
