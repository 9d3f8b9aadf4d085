#include "store/policies.h"

#include <gtest/gtest.h>

#include "store/environments.h"
#include "store/organizations.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

class PoliciesTable : public ::testing::Test {
 protected:
  PoliciesTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
    }
    db_.Write(InsertOrganization, testing::SampleOrganization("env_1", 1));
  }

  static model::Policy Policy(const std::string& env, const std::string& name) {
    model::Policy policy;
    policy.environment = {env};
    policy.name = name;
    policy.created_at = testing::kSampleTime;
    policy.updated_at = testing::kSampleTime;
    return policy;
  }
  std::vector<std::string> Names(const model::EnvironmentId& environment, std::string after,
                                 int limit) {
    std::vector<std::string> names;
    for (const auto& policy : db_.Read(ListPolicies, environment, after, limit)) {
      names.push_back(policy.name);
    }
    return names;
  }
  std::optional<model::Policy> Find(const model::EnvironmentId& environment,
                                    const std::string& name) {
    return db_.Read(FindPolicy, environment, name);
  }

  testing::MemoryStore db_;
};

TEST_F(PoliciesTable, APolicyComesBackWholeInItsEnvironmentOnly) {
  model::Policy policy = Policy("env_1", "api");
  policy.credentials = {model::PolicyCredential::kApiKey};
  policy.permissions = {"forms:read", "api:access"};
  policy.organization = model::OrganizationId{"org_1"};
  policy.audience = "https://api.acme.example";
  policy.methods = {"GET", "PURGE"};
  policy.path_prefixes = {"/forms", "/v2/"};
  policy.identity = model::IdentityPreset::kXAuthRequest;
  policy.identity_jwt = true;
  policy.hide_credential = true;
  policy.path_forms = {model::PathForm::kDoubleSlash, model::PathForm::kEncodedSlash};
  policy.cors_preflight = true;
  db_.Write(InsertPolicy, policy);
  const auto found = Find(kOne, "api");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->environment, kOne);
  EXPECT_EQ(found->name, "api");
  EXPECT_EQ(found->credentials, policy.credentials);
  EXPECT_EQ(found->permissions, policy.permissions);
  EXPECT_EQ(found->organization, policy.organization);
  EXPECT_EQ(found->audience, policy.audience);
  EXPECT_EQ(found->methods, policy.methods);
  EXPECT_EQ(found->path_prefixes, policy.path_prefixes);
  EXPECT_EQ(found->identity, policy.identity);
  EXPECT_TRUE(found->identity_jwt);
  EXPECT_TRUE(found->hide_credential);
  EXPECT_EQ(found->path_forms, policy.path_forms);
  EXPECT_TRUE(found->cors_preflight);
  EXPECT_EQ(found->created_at, testing::kSampleTime);
  EXPECT_FALSE(Find(kTwo, "api").has_value());
  EXPECT_FALSE(Find(kOne, "API").has_value());
}

TEST_F(PoliciesTable, EmptyListsComeBackEmpty) {
  db_.Write(InsertPolicy, Policy("env_1", "open"));
  const auto found = Find(kOne, "open");
  EXPECT_TRUE(found->permissions.empty());
  EXPECT_TRUE(found->methods.empty());
  EXPECT_TRUE(found->path_prefixes.empty());
  EXPECT_FALSE(found->organization.has_value());
  EXPECT_FALSE(found->audience.has_value());
  EXPECT_EQ(found->credentials.size(), 2U);
}

TEST_F(PoliciesTable, ANameIsUniqueInItsEnvironment) {
  db_.Write(InsertPolicy, Policy("env_1", "api"));
  db_.Write(InsertPolicy, Policy("env_2", "api"));
  EXPECT_EQ(db_.WriteCode(InsertPolicy, Policy("env_1", "api")), base::Code::kExists);
  EXPECT_EQ(db_.Read(ListAllPolicies).size(), 2U);
}

TEST_F(PoliciesTable, AnUpdateAndADeletionReachOneEnvironment) {
  db_.Write(InsertPolicy, Policy("env_1", "api"));
  db_.Write(InsertPolicy, Policy("env_2", "api"));
  model::Policy changed = Policy("env_1", "api");
  changed.methods = {"GET"};
  changed.updated_at += std::chrono::seconds(1);
  db_.Write(UpdatePolicy, changed);
  EXPECT_EQ(Find(kOne, "api")->methods, changed.methods);
  EXPECT_EQ(Find(kOne, "api")->updated_at, changed.updated_at);
  EXPECT_TRUE(Find(kTwo, "api")->methods.empty());
  EXPECT_EQ(db_.WriteCode(UpdatePolicy, Policy("env_1", "other")), base::Code::kInternal);
  db_.Write(DeletePolicy, kOne, std::string("api"));
  EXPECT_FALSE(Find(kOne, "api").has_value());
  EXPECT_TRUE(Find(kTwo, "api").has_value());
}

TEST_F(PoliciesTable, AnUpdateSetsAnAudienceAndTakesItAway) {
  model::Policy policy = Policy("env_1", "api");
  db_.Write(InsertPolicy, policy);
  policy.audience = "https://api.acme.example";
  db_.Write(UpdatePolicy, policy);
  EXPECT_EQ(Find(kOne, "api")->audience, policy.audience);
  policy.audience.reset();
  db_.Write(UpdatePolicy, policy);
  EXPECT_EQ(Find(kOne, "api")->audience, std::nullopt);
}

TEST_F(PoliciesTable, AreListedByNameAfterAName) {
  for (const char* name : {"c", "a", "b"}) db_.Write(InsertPolicy, Policy("env_1", name));
  db_.Write(InsertPolicy, Policy("env_2", "b2"));
  using List = std::vector<std::string>;
  EXPECT_EQ(Names(kOne, "", 10), (List{"a", "b", "c"}));
  EXPECT_EQ(Names(kOne, "a", 1), (List{"b"}));
  EXPECT_EQ(Names(kOne, "c", 10), List{});
}

TEST_F(PoliciesTable, TheOrganizationMustBeOneOfTheEnvironment) {
  model::Policy policy = Policy("env_2", "api");
  policy.organization = model::OrganizationId{"org_1"};
  EXPECT_EQ(db_.WriteCode(InsertPolicy, policy), base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::store
