#include "policies/policy_cache.h"

#include <gtest/gtest.h>

#include <thread>

#include "policies/policies.h"
#include "store/environments.h"
#include "store/table.h"
#include "testing/cast.h"
#include "testing/temp_dir.h"

namespace bearward::policies {
namespace {

using testing::Must;

model::Policy Named(const std::string& name) {
  model::Policy policy;
  policy.id = name;
  return policy;
}

// PolicyCacheTest uses the operations that change policies, over a store whose calls can fail.
class PolicyCacheTest : public ::testing::Test {
 protected:
  std::string ReasonOf(std::string_view name) {
    const auto found = cache_.Find(name);
    return found ? "none" : found.error().reason;
  }
  // Permissions returns those that the named policy requires, reading the store if necessary.
  std::vector<std::string> Permissions(std::string_view name) {
    return Must(cache_.Find(name))->policy.permissions;
  }
  void Create(const model::Caller& caller, const std::string& name) {
    Must(policies_.Create(caller, Named(name)));
  }
  void Change(const std::string& name, std::vector<std::string> permissions) {
    model::Policy policy = Named(name);
    policy.permissions = std::move(permissions);
    Must(policies_.Replace(key_, policy));
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  observe::Registry metrics_;
  PolicyCache cache_{*cast_.world.store, metrics_};
  Policies policies_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy}};
  model::Caller key_ = cast_.As(cast_.production);
};

TEST_F(PolicyCacheTest, FirstQuestionReadsAndTheNextIsAnsweredFromMemory) {
  Create(key_, "api");
  EXPECT_EQ(cache_.TryCached("api"), std::nullopt);
  const CachedPolicy* const found = Must(cache_.Find("api"));
  faulty_.plan->FailCall(1, 1000);
  EXPECT_EQ(cache_.TryCached("api"), found);
  EXPECT_EQ(cache_.TryCached("other"), nullptr);
  EXPECT_EQ(Must(cache_.Find("api")), found);
  EXPECT_EQ(ReasonOf("other"), "unknown_policy");
  EXPECT_EQ(faulty_.plan->calls(), 0);
}

TEST_F(PolicyCacheTest, BookedPolicyAsksForAllThatThePolicySays) {
  model::Policy policy = Named("api");
  policy.credentials = {model::PolicyCredential::kBearer};
  policy.permissions = {"forms:read"};
  policy.organization = cast_.acme;
  Must(policies_.Create(key_, policy));
  const verify::Question& question = Must(cache_.Find("api"))->question;
  EXPECT_EQ(question.environment, cast_.production);
  EXPECT_EQ(question.organization, cast_.acme);
  EXPECT_EQ(question.need.permissions(), std::vector<std::string_view>{"forms:read"});
  EXPECT_NE(question.kinds & verify::KindBit(model::CredentialKind::kJwt), 0);
  EXPECT_NE(question.kinds & verify::KindBit(model::CredentialKind::kReference), 0);
  EXPECT_EQ(question.kinds & verify::KindBit(model::CredentialKind::kApiKey), 0);
  EXPECT_EQ(question.kinds & verify::KindBit(model::CredentialKind::kBasic), 0);
}

TEST_F(PolicyCacheTest, BookedPolicyAsksTokensAndNotKeysForItsAudience) {
  Create(key_, "plain");
  EXPECT_EQ(Must(cache_.Find("plain"))->question.audience, "");
  model::Policy policy = Named("api");
  policy.audience = "https://api.acme.example";
  Must(policies_.Create(key_, policy));
  const verify::Question& question = Must(cache_.Find("api"))->question;
  EXPECT_EQ(question.audience, *policy.audience);
  EXPECT_EQ(question.unbound, verify::KindBit(model::CredentialKind::kApiKey));
}

TEST_F(PolicyCacheTest, PolicyOfAnotherEnvironmentIsCalledByBothNames) {
  const auto odd = cast_.world.AddEnvironment("demo env/2");
  Create(key_, "api");
  Create(cast_.As(cast_.sandbox), "api");
  Create(cast_.As(odd), "api");
  EXPECT_EQ(Must(cache_.Find("api"))->policy.environment, cast_.production);
  EXPECT_EQ(Must(cache_.Find("production~api"))->policy.environment, cast_.production);
  EXPECT_EQ(Must(cache_.Find("sandbox~api"))->policy.environment, cast_.sandbox);
  EXPECT_EQ(Must(cache_.Find("demo%20env%2F2~api"))->policy.environment, odd);
  for (const char* name : {"~api", "sandbox~", "Sandbox~api", "sandbox~API", "%73andbox~api", "",
                           "demo%20env%2f2~api", "nowhere~api", "api~", "sandbox~api~api"}) {
    EXPECT_EQ(ReasonOf(name), "unknown_policy") << name;
  }
}

TEST_F(PolicyCacheTest, EveryChangeAppliesToTheNextQuestion) {
  Create(key_, "api");
  EXPECT_TRUE(Permissions("api").empty());
  Change("api", {"forms:read"});
  EXPECT_EQ(cache_.TryCached("api"), std::nullopt);
  EXPECT_EQ(Permissions("api"), std::vector<std::string>{"forms:read"});
  Must(policies_.Delete(key_, "api"));
  EXPECT_EQ(cache_.TryCached("api"), std::nullopt);
  EXPECT_EQ(ReasonOf("api"), "unknown_policy");
}

TEST_F(PolicyCacheTest, WhatIsNotAboutPoliciesLeavesItAlone) {
  Create(key_, "api");
  Must(cache_.Find("api"));
  cast_.SetUserActive(cast_.bob, false);
  EXPECT_NE(cache_.TryCached("api"), std::nullopt);
}

TEST_F(PolicyCacheTest, AnotherDefaultEnvironmentIsUsed) {
  Create(key_, "api");
  Create(cast_.As(cast_.sandbox), "api");
  EXPECT_EQ(Must(cache_.Find("api"))->policy.environment, cast_.production);
  Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindEnvironment(tx, cast_.sandbox));
    row->position = -1;
    BW_TRY(store::UpdateEnvironment(tx, *row));
    return cast_.world.Announce(tx, model::EventType::kEnvironmentUpdated, cast_.sandbox,
                                cast_.sandbox.text);
  }));
  EXPECT_EQ(Must(cache_.Find("api"))->policy.environment, cast_.sandbox);
}

TEST_F(PolicyCacheTest, NeverReadBookKnowsNothingWhileTheStoreIsAway) {
  Create(key_, "api");
  faulty_.plan->FailCall(1, 1000);
  EXPECT_EQ(testing::CodeOf(cache_.Find("api")), base::Code::kUnavailable);
  EXPECT_EQ(testing::CodeOf(cache_.Find("other")), base::Code::kUnavailable);
  EXPECT_TRUE(cache_.outdated());
  EXPECT_EQ(cache_.failed_loads(), 2U);
  faulty_.plan->Heal();
  EXPECT_TRUE(cache_.Find("api").has_value());
  EXPECT_FALSE(cache_.outdated());
}

// A policy that became stricter and cannot be read must not still allow what it allowed before; the
// other policies still answer.
TEST_F(PolicyCacheTest, WithoutTheStoreTheLastSnapshotServesUnchangedPolicies) {
  Create(key_, "api");
  Create(key_, "other");
  Must(cache_.Find("api"));
  Change("api", {"forms:read"});
  faulty_.plan->FailCall(1, 1000);
  EXPECT_EQ(testing::CodeOf(cache_.Find("api")), base::Code::kUnavailable);
  EXPECT_EQ(testing::CodeOf(cache_.Find("production~api")), base::Code::kUnavailable);
  EXPECT_EQ(testing::CodeOf(cache_.Find("new")), base::Code::kUnavailable);
  EXPECT_TRUE(cache_.Find("other").has_value());
  EXPECT_TRUE(cache_.outdated());
  EXPECT_EQ(cache_.TryCached("other"), std::nullopt);
  faulty_.plan->Heal();
  EXPECT_EQ(Permissions("api"), std::vector<std::string>{"forms:read"});
}

TEST_F(PolicyCacheTest, WithoutTheStoreAChangedEnvironmentMakesAllUnknown) {
  Create(key_, "api");
  Must(cache_.Find("api"));
  cast_.SetEnvironmentEnabled(cast_.sandbox, false);
  faulty_.plan->FailCall(1, 1000);
  EXPECT_EQ(testing::CodeOf(cache_.Find("api")), base::Code::kUnavailable);
}

TEST(PolicyCache, ChangesOfAnotherProcessApplyAfterCatchUp) {
  const testing::TempDir folder;
  testing::TestServerSettings settings;
  settings.source = store::SqliteFile(folder.File("store.db"), 1);
  testing::Cast cast(settings);
  observe::Registry metrics;
  PolicyCache cache(*cast.world.store, metrics);
  EXPECT_FALSE(cache.Find("api").has_value());
  auto other = Must(store::Store::Open(settings.source));
  Policies policies({*other, cast.world.clock, cast.world.entropy});
  Must(policies.Create(cast.As(cast.production), Named("api")));
  EXPECT_TRUE(Must(cast.world.store->CatchUp()));
  EXPECT_TRUE(cache.Find("api").has_value());
}

TEST(PolicyCacheConcurrency, ReadersSeeAPolicyWholeWhileItChanges) {
  testing::Cast cast;
  observe::Registry metrics;
  PolicyCache cache(*cast.world.store, metrics);
  Policies policies({*cast.world.store, cast.world.clock, cast.world.entropy});
  const model::Caller key = cast.As(cast.production);
  model::Policy policy = Named("api");
  policy.permissions = {"a:0", "b:0"};
  Must(policies.Create(key, policy));
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!done.load()) {
        const auto cached = cache.TryCached("api");
        const CachedPolicy* const found = cached ? *cached : cache.Find("api").value_or(nullptr);
        ASSERT_NE(found, nullptr);
        const auto& wanted = found->question.need.permissions();
        ASSERT_EQ(wanted.size(), 2U);
        EXPECT_EQ(wanted[0].substr(2), wanted[1].substr(2));
      }
    });
  }
  for (int i = 1; i <= 200; ++i) {
    policy.permissions = {"a:" + std::to_string(i), "b:" + std::to_string(i)};
    Must(policies.Replace(key, policy));
    EXPECT_EQ(Must(cache.Find("api"))->policy.permissions, policy.permissions);
  }
  done.store(true);
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace bearward::policies
