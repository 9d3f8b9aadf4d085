#include "dialects/v1/swagger.h"

#include <gtest/gtest.h>

#include "dialects/v1/dialect.h"
#include "dialects/v1/guard.h"
#include "json/reader.h"
#include "json/writer.h"
#include "testing/must.h"

namespace bearward::dialects::v1 {
namespace {

using json::Optional;
using json::OrNull;
using testing::Must;

constexpr json::Property kSettingsMembers[] = {{"callback_url", json::kText}};
constexpr json::Schema kSettings = json::ObjectOf(kSettingsMembers, "Settings");
constexpr json::Property kSubscribeMembers[] = {{"name", json::kText},
                                                {"webhook_settings", kSettings},
                                                Optional("filters", OrNull(json::kText))};
constexpr json::Schema kSubscribe = json::ObjectOf(kSubscribeMembers, "SubscriberInput");
constexpr json::Property kMadeMembers[] = {{"subscriber_id", json::kText},
                                           {"count", json::kInteger},
                                           {"at", OrNull(json::kTime)},
                                           {"kind", json::Word<"one", "two">()},
                                           {"settings", kSettings}};
constexpr json::Schema kMade = json::ObjectOf(kMadeMembers, "Subscriber");
constexpr json::Property kFileMembers[] = {Optional("file", json::kText, "The rows."),
                                           Optional("note", json::kText),
                                           Optional("more", kSettings)};
constexpr json::Schema kFile = json::ObjectOf(kFileMembers);
constexpr door::Parameter kQuery[] = {{"integration_id", json::kText, true, "Which one."},
                                      {"kinds", json::kTexts, false}};
constexpr door::Contract kSubscribeContract = {
    .body = &kSubscribe, .successes = door::kAnswer<200, "The new subscriber.", kMade>};
constexpr door::Contract kReadContract = {
    .query = kQuery, .successes = door::kAnswer<200, "The subscriber.", kMade>};
constexpr door::Contract kLoadContract = {
    .body = &kFile, .encodings = door::kMultipartBody, .successes = door::kAnswer<204, "Loaded.">};

constexpr json::Property kCallMembers[] = {{"event", json::kText}};
constexpr json::Schema kCall = json::ObjectOf(kCallMembers);
constexpr Trigger kTriggers[] = {{.path = "/event/v1/subscriber",
                                  .url_member = "webhook_settings.callback_url",
                                  .description = "An event.",
                                  .content = &kCall},
                                 {.path = "/nowhere", .url_member = "url", .content = &kCall}};

class SwaggerTest : public ::testing::Test {
 protected:
  void Add(http::Method method, const std::string& pattern, std::string_view operation,
           const door::Contract& contract, bool open = false) {
    door::Route route;
    route.method = method;
    route.pattern = pattern;
    route.guard = open ? door::OpenGuard() : TokenOrKey();
    route.operation = operation;
    route.summary = "Do something";
    route.contract = &contract;
    route.dialect = &dialect_;
    routes_.push_back(route);
  }
  // At returns a part of the document as JSON text, by the names of its members.
  std::string At(std::initializer_list<std::string_view> path) {
    const SwaggerInfo info{.dialect = dialect_.name,
                           .title = "Partners",
                           .description = "What partners do.",
                           .version = "1.2.3",
                           .server = "https://door.example:8443",
                           .security = R"({"key":{"type":"apiKey","in":"header","name":"K"}})",
                           .scheme = "key",
                           .triggers = kTriggers};
    const json::Value document = Must(json::Parse(WriteSwagger(routes_, info)));
    const json::Value* at = &document;
    for (const std::string_view name : path) {
      at = at->IsArray() ? &at->AsArray()->at(std::stoul(std::string(name))) : at->Find(name);
      if (at == nullptr) return "";
    }
    return json::ToText(*at);
  }

  door::Dialect dialect_ = MakeDialect();
  std::vector<door::Route> routes_;
};

TEST_F(SwaggerTest, TheHeadHasHostSchemeAndSecurity) {
  EXPECT_EQ(At({"swagger"}), "\"2.0\"");
  EXPECT_EQ(At({"host"}), "\"door.example:8443\"");
  EXPECT_EQ(At({"schemes"}), "[\"https\"]");
  EXPECT_EQ(At({"info", "version"}), "\"1.2.3\"");
  EXPECT_EQ(At({"security"}), "[{\"key\":[]}]");
  EXPECT_EQ(At({"securityDefinitions", "key", "name"}), "\"K\"");
}

TEST_F(SwaggerTest, ARouteWithoutACredentialAndASecondMountAreLeftOut) {
  Add(http::Method::kPost, "/oauth/token", "x.token", kSubscribeContract, true);
  Add(http::Method::kGet, "/one/{id}", "x.read_one", kReadContract);
  Add(http::Method::kGet, "/other/{id}", "x.read_one", kReadContract);
  EXPECT_EQ(At({"paths", "/oauth/token"}), "");
  EXPECT_EQ(At({"paths", "/other/{id}"}), "");
  EXPECT_EQ(At({"paths", "/one/{id}", "get", "operationId"}), "\"ReadOne\"");
  EXPECT_EQ(At({"paths", "/one/{id}", "get", "description"}), "\"Do something.\"");
}

TEST_F(SwaggerTest, ParametersHaveSimpleTypes) {
  Add(http::Method::kGet, "/one/{id}", "x.read_one", kReadContract);
  const auto parameter = [&](const char* at) {
    return At({"paths", "/one/{id}", "get", "parameters", at});
  };
  EXPECT_EQ(parameter("0"), R"({"name":"id","in":"path","required":true,"x-ms-summary":"Id",)"
                            R"("x-ms-url-encoding":"single","type":"string"})");
  EXPECT_EQ(parameter("1"),
            R"({"name":"integration_id","in":"query","required":true,)"
            R"("x-ms-summary":"Integration id","description":"Which one.","type":"string"})");
  EXPECT_EQ(parameter("2"),
            R"({"name":"kinds","in":"query","required":false,"x-ms-summary":"Kinds",)"
            R"("type":"array","collectionFormat":"multi","items":{"type":"string"}})");
}

TEST_F(SwaggerTest, SchemasAreDefinitionsOfTheOlderForm) {
  Add(http::Method::kGet, "/one/{id}", "x.read_one", kReadContract);
  EXPECT_EQ(At({"paths", "/one/{id}", "get", "responses", "200", "schema"}),
            R"({"$ref":"#/definitions/Subscriber"})");
  const auto member = [&](const char* name) {
    return At({"definitions", "Subscriber", "properties", name});
  };
  EXPECT_EQ(member("count"), R"({"type":"integer","format":"int64"})");
  EXPECT_EQ(member("at"), R"({"type":"string","format":"date-time","x-nullable":true})");
  EXPECT_EQ(member("kind"), R"({"type":"string","enum":["one","two"]})");
  EXPECT_EQ(member("settings"), R"({"$ref":"#/definitions/Settings"})");
  EXPECT_EQ(At({"definitions", "Settings", "required"}), R"(["callback_url"])");
}

TEST_F(SwaggerTest, ASubscriptionIsATriggerWhoseCallbackThePlatformFillsIn) {
  Add(http::Method::kPost, "/base/Event/v1/Subscriber", "x.subscribe", kSubscribeContract);
  Add(http::Method::kGet, "/base/Event/v1/Subscriber", "x.list", kReadContract);
  const char* const path = "/base/Event/v1/Subscriber";
  EXPECT_EQ(At({"paths", path, "post", "x-ms-trigger"}), "\"single\"");
  EXPECT_EQ(At({"paths", path, "get", "x-ms-trigger"}), "");
  EXPECT_EQ(At({"paths", path, "x-ms-notification-content"}),
            R"({"description":"An event.","schema":{"type":"object","properties":)"
            R"({"event":{"type":"string"}},"required":["event"]}})");
  EXPECT_EQ(At({"paths", path, "post", "parameters", "0", "schema", "properties",
                "webhook_settings", "properties", "callback_url"}),
            R"({"type":"string","x-ms-notification-url":true,"x-ms-visibility":"internal"})");
}

TEST_F(SwaggerTest, AFileIsAFieldOfAForm) {
  Add(http::Method::kPost, "/load", "x.load", kLoadContract);
  EXPECT_EQ(At({"paths", "/load", "post", "consumes"}), R"(["multipart/form-data"])");
  EXPECT_EQ(At({"paths", "/load", "post", "parameters", "0", "type"}), "\"file\"");
  EXPECT_EQ(At({"paths", "/load", "post", "parameters", "1", "type"}), "\"string\"");
  EXPECT_EQ(At({"paths", "/load", "post", "parameters", "2", "type"}), "\"string\"");
  EXPECT_EQ(At({"paths", "/load", "post", "responses", "204"}), R"({"description":"Loaded."})");
}

}  // namespace
}  // namespace bearward::dialects::v1
