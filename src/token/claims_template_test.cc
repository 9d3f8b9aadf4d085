#include "token/claims_template.h"

#include <gtest/gtest.h>

#include "json/writer.h"
#include "testing/must.h"

namespace bearward::token {
namespace {

using testing::Must;

json::Value Variables() {
  return Must(
      json::Parse(R"({"user":{"email":"ann@acme.example","first_name":"Ann","nickname":null,)"
                  R"("metadata":{"tier":"gold","quote":"\" } {{ user.email }}"}},)"
                  R"("organization":{"id":"org_1","number":7}})"));
}

std::string Rendered(std::string_view text) {
  auto claims = RenderClaims(text, Variables());
  return claims ? json::ToText(json::Value::Of(*claims)) : claims.error().reason;
}

TEST(ClaimsTemplate, PathsAreReplacedInsideAndOutsideOfStrings) {
  EXPECT_EQ(Rendered(R"({"mail":{{ user.email }},"hello":"Hi {{user.first_name}}!"})"),
            R"({"mail":"ann@acme.example","hello":"Hi Ann!"})");
  EXPECT_EQ(Rendered(R"({"meta":{{ user.metadata.tier }},"n":{{ organization.number }}})"),
            R"({"meta":"gold","n":7})");
  EXPECT_EQ(Rendered(R"({"all":"{{ organization }}"})"),
            R"({"all":"{\"id\":\"org_1\",\"number\":7}"})");
}

TEST(ClaimsTemplate, TheFirstValueThatIsNotNullCounts) {
  EXPECT_EQ(Rendered(R"({"a":{{ user.nickname || user.first_name }}})"), R"({"a":"Ann"})");
  EXPECT_EQ(Rendered(R"({"a":"{{ user.nickname || 'none' }}"})"), R"({"a":"none"})");
  EXPECT_EQ(Rendered(R"({"a":"x{{ user.no.such }}"})"), R"({"a":"x"})");
}

TEST(ClaimsTemplate, ANullClaimIsLeftOut) {
  EXPECT_EQ(Rendered(R"({"a":{{ user.nickname }},"b":1})"), R"({"b":1})");
}

// Incident class B7: a value of a user cannot add a claim.
TEST(ClaimsTemplate, AValueIsDataAndNeverPartOfTheTemplate) {
  EXPECT_EQ(Rendered(R"({"q":"{{ user.metadata.quote }}"})"), R"({"q":"\" } {{ user.email }}"})");
  EXPECT_EQ(Rendered(R"({"q":{{ user.metadata.quote }}})"), R"({"q":"\" } {{ user.email }}"})");
}

TEST(ClaimsTemplate, WhatCannotBeRenderedIsRefused) {
  for (const char* text :
       {"", "[]", "{", "{\"a\":{{ user.email }", "{\"a\":{{ request.header }}}", "{\"a\":{{ }}}",
        "{\"a\":{{ user..email }}}", "{\"a\":{{ user.e-mail }}}", "{\"a\":{{ 'x }}}",
        "{\"sub\":\"admin\"}", "{\"exp\":{{ organization.number }}}", "{\"jti\":null}"}) {
    EXPECT_EQ(Rendered(text), "invalid_template") << text;
    EXPECT_FALSE(CheckClaimsTemplate(text).has_value()) << text;
  }
  EXPECT_EQ(Rendered("{\"a\":\"" + std::string(kMostTemplateClaims, 'a') + "\"}"),
            "invalid_template");
  EXPECT_EQ(Rendered(std::string(kLongestTemplate + 1, ' ')), "invalid_template");
}

TEST(ClaimsTemplate, ATemplateHasAClaimEvenIfItIsNullWithoutVariables) {
  EXPECT_TRUE(CheckClaimsTemplate(R"({"mail":{{ user.email }}})").has_value());
  EXPECT_FALSE(CheckClaimsTemplate("{}").has_value());
}

}  // namespace
}  // namespace bearward::token
