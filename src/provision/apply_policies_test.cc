// Apply for each kind: policies.
#include <gtest/gtest.h>

#include "model/policy_record.h"
#include "provision/apply.h"
#include "store/events.h"
#include "store/table.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using testing::Must;
using Texts = std::vector<std::string>;

class ApplyPolicies : public ::testing::Test {
 protected:
  ApplyPolicies()
      : env_(core_.AddEnvironment("production")),
        sandbox_(core_.AddEnvironment("sandbox")),
        acme_(core_.AddOrganization(env_, "Acme", 28)) {}

  RowEntry& NewPolicy(const std::string& name) {
    auto& entry = file_.policies.emplace_back();
    entry.where = {"w.toml", 7};
    entry.name = name;
    entry.values["permissions"] = Texts{};
    return entry;
  }
  base::Result<std::vector<Change>> Apply() { return applier_.Apply(file_); }
  std::string Mistake() {
    const auto result = Apply();
    return result ? "" : result.error().public_text;
  }
  std::optional<model::Policy> Find(const model::EnvironmentId& environment,
                                    const std::string& name) {
    return Must(core_.store->Read([&](store::ReadTx& tx) {
      return store::TableOf<model::Policy>(model::kPolicy).Find(tx, environment, name);
    }));
  }

  testing::TestServer core_;
  model::EnvironmentId env_;
  model::EnvironmentId sandbox_;
  model::OrganizationId acme_;
  ProvisioningFile file_;
  Applier applier_{{*core_.store, *core_.passwords, core_.clock, core_.entropy, core_.ring}};
};

TEST_F(ApplyPolicies, ANewPolicyHasTheDefaultsOfTheModel) {
  NewPolicy("api");
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, "policy");
  EXPECT_EQ(changes[0].verb, Change::Verb::kCreated);
  const auto policy = Find(env_, "api");
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->credentials, model::Policy().credentials);
  EXPECT_TRUE(policy->permissions.empty());
  EXPECT_EQ(policy->created_at, core_.clock.Now());
}

// Regression: 0.1.0 created such a policy, and every valid credential passed it.
TEST_F(ApplyPolicies, ANewPolicyMustHaveARequirement) {
  NewPolicy("api").values.clear();
  EXPECT_EQ(Mistake().substr(0, 46), "w.toml:7: the policy \"api\" has no requirement.");
  file_.policies[0].values["credentials"] = Texts{"api_key"};
  EXPECT_EQ(Mistake(), "");
}

TEST_F(ApplyPolicies, ASecondRunChangesNothing) {
  auto& entry = NewPolicy("api");
  entry.organization = "Acme";
  entry.values = {{"permissions", Texts{"forms:read"}},
                  {"audience", "https://api.acme.example"},
                  {"credentials", Texts{"bearer"}}};
  Must(Apply());
  EXPECT_TRUE(Must(Apply()).empty());
  EXPECT_EQ(Find(env_, "api")->organization, acme_);
  EXPECT_EQ(Find(env_, "api")->audience, "https://api.acme.example");
}

TEST_F(ApplyPolicies, AnAudienceIsKeptWhenOmittedAndRemovedByNone) {
  NewPolicy("api").values["audience"] = "https://api.acme.example";
  Must(Apply());
  file_.policies[0].values.erase("audience");
  EXPECT_TRUE(Must(Apply()).empty());
  EXPECT_EQ(Find(env_, "api")->audience, "https://api.acme.example");
  file_.policies[0].values["audience"] = {};
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Find(env_, "api")->audience, std::nullopt);
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyPolicies, OmittedValuesAreUnchanged) {
  NewPolicy("api").values["permissions"] = Texts{"forms:read"};
  Must(Apply());
  core_.clock.Advance(std::chrono::seconds(5));
  file_.policies.clear();
  NewPolicy("api").values = {{"methods", Texts{"GET"}}};
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].verb, Change::Verb::kUpdated);
  const auto policy = Find(env_, "api");
  EXPECT_EQ(policy->permissions, std::vector<std::string>{"forms:read"});
  EXPECT_EQ(policy->methods, std::vector<std::string>{"GET"});
  EXPECT_EQ(policy->updated_at - policy->created_at, std::chrono::seconds(5));
}

TEST_F(ApplyPolicies, ChangesAreEvents) {
  const auto events = [&] {
    std::vector<std::string> names;
    for (const auto& event : Must(core_.store->Read(
             [&](store::ReadTx& tx) { return store::ListEvents(tx, env_, 0, 1000); }))) {
      const std::string name(model::EventName(event.type));
      if (name.starts_with("policy.")) names.push_back(name + " " + event.target);
    }
    return names;
  };
  NewPolicy("api");
  Must(Apply());
  file_.policies[0].values["identity_jwt"] = std::int64_t{1};
  Must(Apply());
  EXPECT_EQ(events(), (std::vector<std::string>{"policy.created api", "policy.updated api"}));
}

TEST_F(ApplyPolicies, OneNameInTwoEnvironmentsIsTwoPolicies) {
  NewPolicy("api");
  NewPolicy("api").environment = "sandbox";
  EXPECT_EQ(Must(Apply()).size(), 2U);
  EXPECT_TRUE(Find(sandbox_, "api"));
}

TEST_F(ApplyPolicies, MistakesAreReportedWithTheirLine) {
  NewPolicy("api").organization = "Acm";
  EXPECT_TRUE(Mistake().starts_with("w.toml:7: unknown organization \"Acm\". Describe it"));
  file_.organizations.emplace_back().name = "Acme";
  EXPECT_EQ(Mistake(), "w.toml:7: unknown organization \"Acm\". Did you mean \"Acme\"?");
  file_.policies.clear();
  NewPolicy("api");
  NewPolicy("api");
  EXPECT_NE(Mistake().find("this policy is described twice"), std::string::npos);
}

}  // namespace
}  // namespace bearward::provision
