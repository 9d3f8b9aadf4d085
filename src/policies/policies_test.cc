#include "policies/policies.h"

#include <gtest/gtest.h>

#include "testing/cast.h"

namespace bearward::policies {
namespace {

using testing::CodeOf;
using testing::Must;

class PoliciesTest : public ::testing::Test {
 protected:
  PoliciesTest() {
    cast_.world.AddRole(cast_.production, "keeper", {"policies:manage"});
    keeper_ = cast_.world.AddUser(cast_.production, {cast_.acme, "kay", {"keeper"}});
  }
  static model::Policy Named(const std::string& name) {
    model::Policy policy;
    policy.id = name;
    policy.permissions = {"forms:read"};
    return policy;
  }
  template <class T>
  static std::string ReasonOf(const base::Result<T>& result) {
    return result ? "none" : result.error().reason;
  }

  testing::Cast cast_;
  model::UserId keeper_;
  Policies policies_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy}};
  model::Caller key_ = cast_.As(cast_.production);
};

TEST_F(PoliciesTest, APolicyIsMadeInTheCallersEnvironmentWhateverItSays) {
  const std::int64_t before = cast_.LastEvent();
  model::Policy wanted = Named("api");
  wanted.environment = cast_.sandbox;
  const model::Policy made = Must(policies_.Create(key_, wanted));
  EXPECT_EQ(made.environment, cast_.production);
  EXPECT_EQ(made.created_at, cast_.world.clock.Now());
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().type, model::EventType::kPolicyCreated);
  EXPECT_EQ(events.front().target, "api");
  EXPECT_EQ(events.front().actor.kind, "environment");
  EXPECT_EQ(Must(policies_.Get(key_, "api")).permissions, wanted.permissions);
  EXPECT_EQ(ReasonOf(policies_.Create(key_, Named("api"))), "policy_exists");
}

TEST_F(PoliciesTest, AnUpdateReplacesAllButTheName) {
  Must(policies_.Create(key_, Named("api")));
  const base::Time made = cast_.world.clock.Now();
  cast_.world.clock.Advance(std::chrono::seconds(5));
  const std::int64_t before = cast_.LastEvent();
  model::Policy changed = Named("api");
  changed.permissions = {"api:access"};
  changed.organization = cast_.acme;
  changed.audience = "https://api.acme.example";
  const model::Policy updated = Must(policies_.Replace(key_, changed));
  EXPECT_EQ(updated.created_at, made);
  EXPECT_EQ(updated.updated_at, made + std::chrono::seconds(5));
  EXPECT_EQ(cast_.NamesAfter(before), std::vector<std::string>{"policy.updated"});
  EXPECT_EQ(Must(policies_.Get(key_, "api")).organization, cast_.acme);
  EXPECT_EQ(Must(policies_.Get(key_, "api")).audience, changed.audience);
  EXPECT_EQ(Must(policies_.Replace(key_, Named("api"))).audience, std::nullopt);
  EXPECT_EQ(ReasonOf(policies_.Replace(key_, Named("other"))), "policy_not_found");
}

TEST_F(PoliciesTest, ADeletedPolicyIsGone) {
  Must(policies_.Create(key_, Named("api")));
  const std::int64_t before = cast_.LastEvent();
  Must(policies_.Delete(key_, "api"));
  EXPECT_EQ(cast_.NamesAfter(before), std::vector<std::string>{"policy.deleted"});
  EXPECT_EQ(ReasonOf(policies_.Get(key_, "api")), "policy_not_found");
  EXPECT_EQ(ReasonOf(policies_.Delete(key_, "api")), "policy_not_found");
}

TEST_F(PoliciesTest, WhatIsMalformedOrDanglingChangesNothing) {
  const std::int64_t before = cast_.LastEvent();
  EXPECT_EQ(ReasonOf(policies_.Create(key_, Named("Not a name"))), "invalid_policy");
  model::Policy aimless = Named("api");
  aimless.audience = "api.acme.example";
  EXPECT_EQ(ReasonOf(policies_.Create(key_, aimless)), "invalid_policy");
  model::Policy foreign = Named("api");
  foreign.organization = cast_.initech;
  const auto refused = policies_.Create(key_, foreign);
  EXPECT_EQ(ReasonOf(refused), "invalid_policy");
  EXPECT_EQ(refused.error().fields, std::vector<std::string>{"organization_id"});
  EXPECT_EQ(cast_.LastEvent(), before);
}

TEST_F(PoliciesTest, AreListedInOrderOfName) {
  for (const char* name : {"c", "a", "b"}) Must(policies_.Create(key_, Named(name)));
  store::PageQuery query;
  query.limit = 2;
  const resource::Page first = Must(policies_.List(key_, query));
  ASSERT_EQ(first.rows.size(), 2U);
  EXPECT_EQ(static_cast<const model::Policy*>(first.rows[1].get())->id, "b");
  EXPECT_EQ(first.ends.after, "b");
}

// A policy guards an API for every tenant: a role of one tenant must not change it (class I2).
TEST_F(PoliciesTest, OnlyTheEnvironmentsKeySeesAndChangesPolicies) {
  Must(policies_.Create(key_, Named("api")));
  EXPECT_EQ(Must(policies_.List(key_, {})).rows.size(), 1U);
  for (const model::Caller& caller :
       {cast_.As(keeper_), cast_.As(cast_.ann), cast_.As(cast_.admin), cast_.As(cast_.exporter)}) {
    EXPECT_EQ(ReasonOf(policies_.Create(caller, Named("x"))), "not_the_environment");
    EXPECT_EQ(ReasonOf(policies_.Replace(caller, Named("api"))), "not_the_environment");
    EXPECT_EQ(ReasonOf(policies_.Delete(caller, "api")), "not_the_environment");
    EXPECT_EQ(ReasonOf(policies_.Get(caller, "api")), "not_the_environment");
    EXPECT_EQ(ReasonOf(policies_.List(caller, {})), "not_the_environment");
  }
}

TEST_F(PoliciesTest, AnotherEnvironmentsPolicyIsNotThere) {
  Must(policies_.Create(key_, Named("api")));
  const model::Caller stranger = cast_.As(cast_.sandbox);
  EXPECT_EQ(ReasonOf(policies_.Get(stranger, "api")), "policy_not_found");
  EXPECT_EQ(ReasonOf(policies_.Replace(stranger, Named("api"))), "policy_not_found");
  EXPECT_EQ(ReasonOf(policies_.Delete(stranger, "api")), "policy_not_found");
  EXPECT_TRUE(Must(policies_.List(stranger, {})).rows.empty());
}

}  // namespace
}  // namespace bearward::policies
