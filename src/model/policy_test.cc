#include "model/policy.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "model/check_row.h"
#include "model/policy_record.h"

namespace bearward::model {
namespace {

Policy Forms() {
  Policy policy;
  policy.environment = {"env_1"};
  policy.id = "forms";
  policy.audience = "https://api.acme.example";
  policy.methods = {"GET", "PURGE"};
  policy.path_prefixes = {"/forms", "/v2/forms/"};
  return policy;
}

base::Status Check(const Policy& policy) {
  BW_TRY(CheckRow(kPolicy, &policy));
  return CheckPolicy(policy);
}

TEST(Policy, CoversItsMethodsAndPathsAndNothingElse) {
  const Policy policy = Forms();
  EXPECT_TRUE(CheckCovers(policy, "GET", "/forms"));
  EXPECT_TRUE(CheckCovers(policy, "PURGE", "/forms/1/rows"));
  EXPECT_TRUE(CheckCovers(policy, "GET", "/v2/forms/1"));
  for (const char* method : {"POST", "get", "HEAD", "", "GE"}) {
    EXPECT_EQ(CheckCovers(policy, method, "/forms").error().reason, "method_not_covered") << method;
  }
  for (const char* path : {"/", "/formsets", "/v2/forms", "/Forms", "/%66orms", "/x/forms"}) {
    EXPECT_EQ(CheckCovers(policy, "GET", path).error().reason, "path_not_covered") << path;
  }
}

// Incident class F4: the API behind may read the path in any of these ways.
TEST(Policy, EveryReadingOfAPathMustBeCovered) {
  Policy policy;
  policy.path_forms = {PathForm::kSemicolon};
  policy.path_prefixes = {"/a/b"};
  EXPECT_TRUE(CheckCoversReadings(policy, "GET", "/a/b/c;x"));
  policy.path_prefixes = {"/a/b;x"};
  const base::Status one_of_two = CheckCoversReadings(policy, "GET", "/a/b;x/1");
  ASSERT_FALSE(one_of_two);
  EXPECT_EQ(one_of_two.error().reason, "path_not_covered");
}

TEST(Policy, WithoutMethodsOrPathsCoversAny) {
  Policy policy = Forms();
  policy.methods.clear();
  EXPECT_TRUE(CheckCovers(policy, "BREW", "/forms"));
  policy.path_prefixes.clear();
  EXPECT_TRUE(CheckCovers(policy, "BREW", "/"));
}

TEST(Policy, WholeOneHasNothingWrong) {
  EXPECT_TRUE(Check(Forms()));
  Policy least;
  least.id = "a";
  EXPECT_TRUE(Check(least));
}

TEST(Policy, WhatIsWrongIsNamed) {
  const std::pair<std::string, std::function<void(Policy&)>> rows[] = {
      {"name", [](Policy& p) { p.id = ""; }},
      {"name", [](Policy& p) { p.id = "Forms"; }},
      {"name", [](Policy& p) { p.id = "a~b"; }},
      {"name", [](Policy& p) { p.id = std::string(65, 'a'); }},
      {"credentials", [](Policy& p) { p.credentials.clear(); }},
      {"permissions", [](Policy& p) { p.permissions = {"forms read"}; }},
      {"permissions", [](Policy& p) { p.permissions = {""}; }},
      {"audience", [](Policy& p) { p.audience = ""; }},
      {"audience", [](Policy& p) { p.audience = "api.acme.example"; }},
      {"audience", [](Policy& p) { p.audience = "https://api.acme.example#x"; }},
      {"methods", [](Policy& p) { p.methods = {"get"}; }},
      {"methods", [](Policy& p) { p.methods = {"GET,POST"}; }},
      {"methods", [](Policy& p) { p.methods = {""}; }},
      {"path_prefixes", [](Policy& p) { p.path_prefixes = {"forms"}; }},
      {"path_prefixes", [](Policy& p) { p.path_prefixes = {"/a/../b"}; }},
      {"path_prefixes", [](Policy& p) { p.path_prefixes = {"/a?b=c"}; }},
      {"path_prefixes", [](Policy& p) { p.path_prefixes = std::vector<std::string>(65, "/a"); }},
  };
  for (const auto& [field, spoil] : rows) {
    Policy policy = Forms();
    spoil(policy);
    const base::Status status = Check(policy);
    ASSERT_FALSE(status) << field;
    EXPECT_EQ(status.error().fields, std::vector{field}) << status.error().public_text;
  }
}

}  // namespace
}  // namespace bearward::model
