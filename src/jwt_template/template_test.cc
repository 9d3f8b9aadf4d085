#include "jwt_template/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "json/writer.h"
#include "jwt_template/variables.h"

namespace bearward::jwt_template {
namespace {

using ::testing::HasSubstr;

json::Value Variables() {
  return json::Parse(R"({"user":{"id":"user_1","email":"ann@acme.example","first_name":" Ann ",)"
                     R"("last_name":null,"email_verified":true,)"
                     R"("metadata":{"tier":"gold","quote":"\" } {{ user.email }}"}},)"
                     R"("organization":{"id":"org_1","domains":[{"domain":"acme.example"}]},)"
                     R"("organization_membership":{"role":"admin","roles":["admin","member"],)"
                     R"("custom_attributes":{"address":{"city":"Bern"}}}})")
      .value();
}

std::string Rendered(std::string_view text) {
  const auto parsed = Template::Parse(text);
  if (!parsed) return parsed.error().public_text;
  const auto claims = parsed->Render(Variables());
  return claims ? json::ToText(json::Value::Of(*claims)) : claims.error().reason;
}

TEST(JwtTemplate, PathsAreReplacedInsideAndOutsideOfStrings) {
  EXPECT_EQ(Rendered(R"({"mail":{{ user.email }},"hello":"Hi {{user.id}}, {{user.email}}!"})"),
            R"({"mail":"ann@acme.example","hello":"Hi user_1, ann@acme.example!"})");
  EXPECT_EQ(Rendered(R"({"v":{{ user.email_verified }},"t":"{{ user.email_verified }}"})"),
            R"({"v":true,"t":"true"})");
  EXPECT_EQ(Rendered(R"({"d":"{{ organization.domains.0.domain }}"})"), R"({"d":"acme.example"})");
}

TEST(JwtTemplate, ARoleMayBeReplaced) {
  EXPECT_EQ(Rendered(R"({"role":"authenticated","user_role": {{organization_membership.role}} })"),
            R"({"role":"authenticated","user_role":"admin"})");
}

TEST(JwtTemplate, JsonOfEveryKindStaysAsItIs) {
  constexpr const char* kJson = R"({"a":[1,-2.5,true,false,{"b":"\"\\\u00e9"}],"c":{},"d":[]})";
  EXPECT_EQ(Rendered(kJson), R"({"a":[1,-2.5,true,false,{"b":"\"\\é"}],"c":{},"d":[]})");
}

TEST(JwtTemplate, TheFirstValueThatIsNotNullCounts) {
  EXPECT_EQ(Rendered(R"({"a":{{ user.last_name || user.email }}})"), R"({"a":"ann@acme.example"})");
  EXPECT_EQ(Rendered(R"({"a":"{{ user.last_name || 'none }}' }}"})"), R"({"a":"none }}"})");
  EXPECT_EQ(Rendered(R"({"a":{{ user.metadata.none||'x' || 'y' }}})"), R"({"a":"x"})");
  EXPECT_EQ(Rendered(R"({"a":{{ user.metadata.tier.none || organization.domains.7.id || '' }}})"),
            R"({"a":""})");
}

TEST(JwtTemplate, ANullClaimIsLeftOutAndInAStringItIsEmpty) {
  EXPECT_EQ(Rendered(R"({"a":{{ user.last_name }},"b":"x{{ user.last_name }}y","c":null})"),
            R"({"b":"xy"})");
  EXPECT_EQ(Rendered(R"({"a":{"b":{{ user.last_name }}}})"), R"({"a":{"b":null}})");
}

TEST(JwtTemplate, WhiteSpaceAroundAStringIsRemoved) {
  EXPECT_EQ(Rendered(R"({"a":{{ user.first_name }},"b":" {{ user.first_name }}{{ user.id }} "})"),
            R"({"a":"Ann","b":"Ann user_1"})");
}

TEST(JwtTemplate, ObjectsAndArraysAreValuesButNoTexts) {
  EXPECT_EQ(Rendered(R"({"r":{{ organization_membership.roles }}})"),
            R"({"r":["admin","member"]})");
  for (const char* path : {"user", "user.metadata", "organization.domains",
                           "organization.domains.0", "organization_membership.roles"}) {
    EXPECT_THAT(Rendered(R"({"a":"{{ )" + std::string(path) + R"( }}"})"),
                HasSubstr("cannot contain object reference"))
        << path;
  }
  EXPECT_EQ(Rendered(R"({"a":"x{{ organization_membership.custom_attributes.address }}"})"),
            R"({"a":"x"})");
}

// Incident class B7: a value of a user cannot add a claim.
TEST(JwtTemplate, AValueIsDataAndNeverPartOfTheTemplate) {
  EXPECT_EQ(Rendered(R"({"q":"{{ user.metadata.quote }}"})"), R"({"q":"\" } {{ user.email }}"})");
  EXPECT_EQ(Rendered(R"({"q":{{ user.metadata.quote }}})"), R"({"q":"\" } {{ user.email }}"})");
}

TEST(JwtTemplate, ClaimsOfTheServerCannotBeSet) {
  for (const char* claim : {"iss", "sub", "exp", "iat", "nbf", "jti", "sid", "org_id", "client_id",
                            "roles", "permissions", "feature_flags", "\\u0073ub"}) {
    EXPECT_THAT(Rendered("{\"" + std::string(claim) + "\":null}"), HasSubstr("cannot be set"))
        << claim;
  }
  EXPECT_EQ(Rendered(R"({"aud":"x","urn:a":{"sub":1}})"), R"({"aud":"x","urn:a":{"sub":1}})");
}

TEST(JwtTemplate, AMistakeIsNamedWithItsPosition) {
  const std::pair<const char*, const char*> kMistakes[] = {
      {"", "must be a JSON object"},
      {"[]", "must be a JSON object"},
      {"[ {{ user.email }} ]", "must be a JSON object"},
      {"{{ user.id", "must be a JSON object"},
      {"{}", "at least one claim"},
      {"{", "name of a claim"},
      {"{\"a\":1", "`,` or `}`"},
      {"{\"a\":1} x", "end of the template"},
      {"{\"a\" 1}", "`:`"},
      {"{\"a\":}", "a value"},
      {"{\"a\":nul}", "a value"},
      {"{\"a\":01}", "a value"},
      {"{\"a\":[1,]}", "a value"},
      {"{\"a\":[1", "`,` or `]`"},
      {"{\"a\":1,\"a\":2}", "is there twice"},
      {"{\"a{{ user.id }}\":2}", "cannot contain an expression"},
      {"{\"{{ user.id }}\":2}", "cannot contain an expression"},
      {"{\"a\":\"\\x\"}", "no JSON"},
      {"{\"a\":\"\t\"}", "no JSON"},
      {"{\"a\":\"", "missing '\"'"},
      {"{\"a\":\"\\", "missing '\"'"},
      {"{\"a\":{{}}}", "cannot be empty"},
      {"{\"a\":{{ user.email }", "expected || or }}"},
      {"{\"a\":{{ user.email", "missing '}}'"},
      {"{\"a\":{{ user.email ||", "missing '}}'"},
      {"{\"a\":\"{{ user.email \"}", "expected || or }}"},
      {"{\"a\":{{ user.email && user.id }}}", "expected || or }}"},
      {"{\"a\":{{ user.email || || user.id }}}", "Invalid expression segment"},
      {"{\"a\":{{ 'x }}}", "missing \"'\""},
      {"{\"a\":{{ 'x\n' }}}", "control characters"},
      {"{\"a\":{{ 'x\xff' }}}", "control characters"},
      {"{\"a\":{{ unknown.variable }}}", "Invalid path: \"unknown.variable\""},
      {"{\"a\":{{ user.password }}}", "Invalid path"},
      {"{\"a\":{{ user.email.x }}}", "Invalid path"},
      {"{\"a\":{{ user..email }}}", "Invalid path"},
      {"{\"a\":{{ user.email. }}}", "Invalid path"},
      {"{\"a\":{{ user.metadata. }}}", "Invalid path"},
      {"{\"a\":{{ organization.domains.x.domain }}}", "Invalid path"},
  };
  for (const auto& [text, mistake] : kMistakes) {
    EXPECT_THAT(Rendered(text), HasSubstr(mistake)) << text;
  }
  EXPECT_THAT(Rendered("{\n  \"a\": {{ user.x }}}"), HasSubstr("(line 2, column 11)"));
  EXPECT_EQ(Template::Parse("{").error().reason, "invalid_template");
  EXPECT_EQ(Template::Parse("{").error().code, base::Code::kInvalid);
}

TEST(JwtTemplate, SizesAreLimited) {
  EXPECT_THAT(Rendered(std::string(kLongestTemplate + 1, ' ')), HasSubstr("8192 bytes"));
  const auto text = [](std::size_t size) { return "{\"a\":\"" + std::string(size, 'a') + "\"}"; };
  EXPECT_EQ(Rendered(text(kMostClaims - 8)), text(kMostClaims - 8));
  EXPECT_EQ(Rendered(text(kMostClaims - 7)), kTooBig);
  std::string many = "{\"a\":[{{ user }}";
  for (int i = 0; i < 400; ++i) many += ",{{ user }}";
  EXPECT_EQ(Rendered(many + "]}"), kTooBig);
  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(Rendered(nested(15)), nested(15));
  EXPECT_THAT(Rendered(nested(16)), HasSubstr("too deeply"));
}

TEST(JwtTemplate, EveryVariableHasItsShape) {
  EXPECT_EQ(ShapeOf("user.metadata.a-b_C.9"), Shape::kAny);
  EXPECT_EQ(ShapeOf("organization.domains.12.state"), Shape::kScalar);
  for (const Variable& variable : jwt_template::Variables()) {
    std::string path(variable.path);
    while (path.find('*') != std::string::npos) {
      path.replace(path.find('*'), path.find("**") == path.find('*') ? 2 : 1, "0");
    }
    EXPECT_EQ(ShapeOf(path), variable.shape) << path;
  }
}

}  // namespace
}  // namespace bearward::jwt_template
