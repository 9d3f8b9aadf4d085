// Rate limits in the verifier: who owns them, who shares them, and when a change takes effect.
#include <gtest/gtest.h>

#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "verify/limiter.h"
#include "verify/refusal.h"
#include "verify/subject.h"

namespace bearward::verify {
namespace {

using model::LimitMode;
using model::LimitScope;
using model::RateLimit;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::CredentialSet;

constexpr std::string_view kPeer = "192.0.2.1";

class RateLimits : public ::testing::Test {
 protected:
  Decision Ask(const Credential& credential, bool spends = true) {
    const model::Need need = model::Need::Live();
    Question question{need};
    question.spends = spends;
    return world_.verifier.Verify(credential, question, kPeer);
  }
  Decision Ask(std::string_view name) { return Ask(credentials_.Get(name).credential); }
  // Passing returns how often a credential is allowed before it is refused.
  int Passing(std::string_view name) {
    int passed = 0;
    while (passed < 1000 && Ask(name).allowed()) ++passed;
    return passed;
  }
  void LimitKey(std::optional<RateLimit> limit) {
    world_.LimitUserKey(credentials_.environment, credentials_.ann, limit);
  }
  void LimitClient(std::optional<RateLimit> limit) {
    world_.LimitApplication(credentials_.environment, credentials_.exporter, limit);
  }
  void LimitOrganization(std::optional<RateLimit> limit) {
    world_.LimitOrganization(credentials_.environment, credentials_.acme, limit);
  }

  testing::TestServer world_;
  CredentialSet credentials_{world_};
};

TEST_F(RateLimits, WithoutOneNothingIsSaidAndNothingCounted) {
  for (const auto& hung : credentials_.all()) {
    const Decision decision = Ask(hung->credential);
    EXPECT_TRUE(decision.allowed()) << hung->name;
    EXPECT_FALSE(decision.limit()) << hung->name;
  }
  EXPECT_EQ(world_.verifier.rate_limit_buckets(), 0U);
}

TEST_F(RateLimits, OfAnOrganizationReachesAllThatActForItAndIsShared) {
  LimitOrganization(RateLimit{7, 3600});
  int passed = 0;
  for (int round = 0; round < 2; ++round) {
    for (const auto& hung : credentials_.all()) {
      const Decision decision = Ask(hung->credential);
      if (hung->name == "environment key") {
        EXPECT_TRUE(decision.allowed());
        EXPECT_FALSE(decision.limit());
        continue;
      }
      ASSERT_TRUE(decision.limit()) << hung->name;
      EXPECT_EQ(decision.limit()->scope, LimitScope::kOrganization);
      EXPECT_EQ(decision.allowed(), ++passed <= 7) << hung->name;
    }
  }
}

TEST_F(RateLimits, ARefusalIsLimitedWithTheTimeToWaitAndNeverUnknown) {
  LimitClient(RateLimit{2, 60});
  EXPECT_EQ(Passing("workspan"), 2);
  const Decision refused = Ask("workspan");
  EXPECT_FALSE(refused.unknown());
  EXPECT_EQ(refused.error().code, base::Code::kLimited);
  EXPECT_EQ(refused.error().reason, RefusalWord(Refusal::kRateLimited));
  EXPECT_EQ(refused.error().retry_after, seconds(30));
  EXPECT_EQ(refused.error().detail, "client " + credentials_.exporter.text + " 2/60s");
  EXPECT_EQ(refused.limit()->remaining, 0U);
  world_.clock.Advance(milliseconds(29'999));
  EXPECT_FALSE(Ask("workspan").allowed());
  world_.clock.Advance(milliseconds(1));
  EXPECT_TRUE(Ask("workspan").allowed());
}

TEST_F(RateLimits, KeyAndOrganizationAndClientHoldTogether) {
  LimitKey(RateLimit{3, 3600});
  LimitOrganization(RateLimit{10, 3600});
  LimitClient(RateLimit{4, 3600});
  EXPECT_EQ(Passing("user key"), 3);
  EXPECT_EQ(Ask("user key").limit()->scope, LimitScope::kKey);
  EXPECT_EQ(Passing("workspan"), 4);
  // Neither the refused requests of the key nor those of the client took permits of the
  // organization.
  EXPECT_EQ(Passing("teletracker"), 3);
  EXPECT_EQ(Ask("teletracker").limit()->scope, LimitScope::kOrganization);
}

// An organization may have the same id in two environments, and clients of different environments
// are independent: none of them shares a bucket.
TEST_F(RateLimits, TwoTenantsNeverShareABucket) {
  const CredentialSet other(world_, "other");
  LimitOrganization(RateLimit{2, 3600});
  world_.LimitOrganization(other.environment, other.acme, RateLimit{2, 3600});
  EXPECT_EQ(Passing("basic"), 2);
  int passed = 0;
  while (passed < 10 && Ask(other.Get("basic").credential).allowed()) ++passed;
  EXPECT_EQ(passed, 2);
}

TEST_F(RateLimits, TheSameIdInAnotherEnvironmentOrScopeIsAnotherBucket) {
  std::vector<model::AppliedLimit> limits;
  for (const char* environment : {"env_1", "env_2"}) {
    for (const auto scope : {LimitScope::kKey, LimitScope::kClient, LimitScope::kOrganization}) {
      model::Principal principal;
      principal.environment = model::EnvironmentId{environment};
      PutUnder(RateLimit{1, 1}, scope, "same", principal);
      PutUnder(std::nullopt, scope, "none", principal);
      ASSERT_EQ(principal.limits.size(), 1U);
      for (const auto& known : limits) EXPECT_NE(known.bucket, principal.limits[0].bucket);
      limits.push_back(principal.limits[0]);
    }
  }
}

TEST_F(RateLimits, AChangeAppliesToTheNextRequest) {
  for (const auto& hung : credentials_.all()) EXPECT_TRUE(Ask(hung->credential).allowed());
  LimitOrganization(RateLimit{1, 3600});
  EXPECT_TRUE(Ask("workmobile").allowed());
  EXPECT_FALSE(Ask("workmobile").allowed());
  LimitOrganization(RateLimit{3, 3600});
  EXPECT_EQ(Passing("workmobile"), 2);
  LimitOrganization(std::nullopt);
  EXPECT_FALSE(Ask("workmobile").limit());

  LimitKey(RateLimit{1, 3600});
  EXPECT_EQ(Passing("user key"), 1);
  LimitKey(RateLimit{2, 3600});
  EXPECT_EQ(Passing("user key"), 1);

  LimitClient(RateLimit{1, 3600});
  EXPECT_EQ(Passing("workspan"), 1);
  LimitClient(RateLimit{1, 3600, LimitMode::kMonitor});
  EXPECT_TRUE(Ask("workspan").allowed());
}

TEST_F(RateLimits, AWatchedOneLetsPassAndTells) {
  LimitClient(RateLimit{1, 3600, LimitMode::kMonitor});
  EXPECT_FALSE(Ask("workspan").limit()->monitored);
  const Decision over = Ask("workspan");
  EXPECT_TRUE(over.allowed());
  EXPECT_EQ(over.limit()->monitored, LimitScope::kClient);
  EXPECT_EQ(world_.verifier.rate_limited(LimitScope::kClient, LimitMode::kMonitor), 1U);
}

TEST_F(RateLimits, AQuestionThatDoesNotSpendTakesNothingAndIsNotRefused) {
  LimitKey(RateLimit{2, 3600});
  const Credential& key = credentials_.Get("user key").credential;
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(Ask(key, false).allowed());
    EXPECT_FALSE(Ask(key, false).limit());
  }
  EXPECT_EQ(Passing("user key"), 2);
  EXPECT_TRUE(Ask(key, false).allowed());
}

TEST_F(RateLimits, WhatIsDeniedAnywaySpendsNothing) {
  LimitKey(RateLimit{2, 3600});
  const model::Need need = model::Need::All({"nothing:like:it"});
  const Credential& key = credentials_.Get("user key").credential;
  for (int i = 0; i < 5; ++i) {
    const Decision denied = world_.verifier.Verify(key, {need}, kPeer);
    EXPECT_EQ(denied.error().reason, "missing_permission");
    EXPECT_FALSE(denied.limit());
  }
  EXPECT_EQ(Passing("user key"), 2);
}

// An answer from the cache or from the store is one request and takes one permit.
TEST_F(RateLimits, ACachedAnswerSpendsAsAFreshOneDoes) {
  LimitKey(RateLimit{3, 3600});
  const model::Need need = model::Need::Live();
  const Credential& key = credentials_.Get("user key").credential;
  EXPECT_EQ(Ask(key).limit()->remaining, 2U);
  EXPECT_EQ(world_.verifier.TryCached(key, {need})->limit()->remaining, 1U);
  EXPECT_EQ(Ask(key).limit()->remaining, 0U);
  EXPECT_EQ(world_.verifier.TryCached(key, {need})->error().reason,
            RefusalWord(Refusal::kRateLimited));
}

// Incident class F6: without the store the limit is unknown, and unknown does not mean unlimited.
TEST(RateLimitFaults, AStoreThatIsAwayIsUnknown) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  testing::TestServer world(
      {.source = testing::WithFaults(testing::TestEngine(), plan), .limits = {}});
  const CredentialSet credentials(world);
  world.LimitOrganization(credentials.environment, credentials.acme, RateLimit{1000, 60});
  const model::Need need = model::Need::Live();
  int faults = 0;
  for (;; ++faults) {
    plan->Heal();
    world.LimitOrganization(credentials.environment, credentials.acme, RateLimit{1000, 60});
    plan->FailCall(faults + 1);
    const Decision decision =
        world.verifier.Verify(credentials.Get("user key").credential, {need}, kPeer);
    if (!plan->fired()) {
      EXPECT_TRUE(decision.limit());
      break;
    }
    EXPECT_TRUE(decision.unknown()) << faults;
  }
  EXPECT_GT(faults, 0);
}

// Incident class F6: a full limiter returns an error and allows no request.
TEST(RateLimitFaults, AFullLimiterIsUnknown) {
  testing::TestServer world({.limits = {}, .limiter_capacity = 1});
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  int unknown = 0;
  for (int i = 0; i < 200; ++i) {
    const auto user =
        world.AddUser(credentials.environment, {credentials.acme, "user" + std::to_string(i)});
    const base::Secret key = world.AddUserKey(credentials.environment, user);
    world.LimitUserKey(credentials.environment, user, RateLimit{1, 3600});
    const Decision decision = world.verifier.Verify(testing::ApiKeyOf(key.Reveal()), {need}, kPeer);
    if (decision.allowed()) continue;
    EXPECT_TRUE(decision.unknown());
    EXPECT_EQ(decision.error().reason, "limiter_full");
    ++unknown;
  }
  EXPECT_GE(unknown, 200 - 64);
}

}  // namespace
}  // namespace bearward::verify
