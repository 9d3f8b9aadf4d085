// The negative cache: a permanent refusal is answered without the store for a short time. An
// unknown credential is not remembered, and is accepted as soon as it exists.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "testing/temp_dir.h"
#include "verify/negative_cache.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::Must;
using testing::TestServer;

constexpr std::string_view kPeer = "192.0.2.1";

model::ApiKey KeyRow(const TestServer& world, const CredentialSet& credentials,
                     const std::string& text, bool of_user) {
  model::ApiKey key;
  key.environment = credentials.environment;
  key.id.text = of_user ? "key_01ARZ3NDEKTSV4RRFFQ69G5FAV" : "key_01ARZ3NDEKTSV4RRFFQ69G5FAW";
  if (of_user) key.user = credentials.ann;
  key.hash = crypto::Sha256(text);
  key.created_at = world.clock.Now();
  return key;
}

class UnknownCredentials : public ::testing::Test {
 protected:
  Decision Ask(const Credential& credential) {
    return world_.verifier.Verify(credential, {live_}, kPeer);
  }
  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  TestServer world_{{.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  const CredentialSet credentials_{world_};
  const model::Need live_ = model::Need::Live();
  const std::string guid_ = "00000000-0000-4000-8000-000000000000";
  const std::string secret_key_ = "sk_test_0000000000000000000000000000";
};

// An unknown credential may be issued at any moment, so each request reads the store.
TEST_F(UnknownCredentials, RepeatIsLookedUpEachTimeAndTakesNoSpace) {
  for (const Credential& credential :
       {testing::BearerOf(guid_), testing::ApiKeyOf(guid_), testing::BearerOf(secret_key_)}) {
    for (int i = 0; i < 3; ++i) {
      plan_->Heal();
      EXPECT_FALSE(world_.verifier.TryCached(credential, {live_}));
      EXPECT_EQ(plan_->calls(), 0);
      EXPECT_EQ(Ask(credential).error().reason, "unknown_token");
      EXPECT_GT(plan_->calls(), 0);
    }
  }
  EXPECT_EQ(world_.verifier.cached_verdicts(), 0U);
}

TEST_F(UnknownCredentials, ExpiredTokenIsDeniedWithoutTheStoreForAShortTime) {
  const base::Time start = world_.clock.Now();
  for (const auto& hung : credentials_.all()) {
    if (hung->profile.empty()) continue;
    world_.clock.Set(start);
    const base::Time expires_at = *Ask(hung->credential).caller()->expires_at();
    world_.clock.Set(expires_at + world_.profiles.Find(hung->profile)->leeway);
    EXPECT_EQ(Ask(hung->credential).error().reason, "token_expired") << hung->name;
    plan_->Heal();
    const auto cached = world_.verifier.TryCached(hung->credential, {live_});
    ASSERT_TRUE(cached) << hung->name;
    EXPECT_EQ(cached->error().reason, "token_expired") << hung->name;
    EXPECT_EQ(plan_->calls(), 0) << hung->name;
    world_.clock.Advance(
        std::chrono::duration_cast<std::chrono::milliseconds>(NegativeCache::kLifetime));
    EXPECT_EQ(Ask(hung->credential).error().reason, "token_expired") << hung->name;
  }
}

// While the wall clock was ahead, the token was refused as expired.
TEST_F(UnknownCredentials, ForgetRefusalsMakesAnExpiredTokenBeLookedUpAgain) {
  const auto& hung = credentials_.Get(token::kOauthReference);
  const base::Time right = world_.clock.Now();
  world_.clock.Set(right + std::chrono::days(500));
  EXPECT_EQ(Ask(hung.credential).error().reason, "token_expired");
  world_.clock.Set(right);
  EXPECT_FALSE(Ask(hung.credential).allowed());
  world_.verifier.ForgetRefusals();
  EXPECT_TRUE(Ask(hung.credential).allowed());
}

TEST_F(UnknownCredentials, MalformedCredentialIsDeniedWithoutTheStore) {
  plan_->Heal();
  for (const Credential& credential :
       {testing::BearerOf("x"), testing::BearerOf(""), testing::BearerOf("sk_!"),
        testing::ApiKeyOf("x"), testing::BearerOf(guid_ + " ")}) {
    const auto cached = world_.verifier.TryCached(credential, {live_});
    ASSERT_TRUE(cached);
    EXPECT_EQ(cached->error().reason, "malformed_token");
  }
  EXPECT_EQ(plan_->calls(), 0);
}

// Customers may choose a key, and use it before it is created.
TEST_F(UnknownCredentials, KeyCreatedAfterItsRefusalIsAcceptedAtOnce) {
  for (const bool of_user : {true, false}) {
    const std::string& text = of_user ? guid_ : secret_key_;
    const Credential credential = of_user ? testing::ApiKeyOf(text) : testing::BearerOf(text);
    EXPECT_EQ(Ask(credential).error().reason, "unknown_token");
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      if (of_user) {
        BW_TRY_ASSIGN(auto old,
                      store::FindLiveApiKeyOfUser(tx, credentials_.environment, credentials_.ann));
        old->revoked_at = world_.clock.Now();
        BW_TRY(store::UpdateApiKey(tx, *old));
      }
      return store::InsertApiKey(tx, KeyRow(world_, credentials_, text, of_user));
    }));
    EXPECT_TRUE(Ask(credential).allowed()) << text;
    EXPECT_TRUE(world_.verifier.TryCached(credential, {live_})->allowed()) << text;
  }
}

// A JWT has a valid signature before the row of its session is committed.
TEST_F(UnknownCredentials, TokenIssuedAfterItsRefusalIsAcceptedAtOnce) {
  token::Subject subject;
  subject.principal = Ask(credentials_.Get("teletracker").credential).caller()->principal();
  for (const auto& [profile, refusal] :
       {std::pair(token::kTeleTracker, "unknown_token"), {token::kWorkMobile, "session_unknown"}}) {
    const token::Issued issued = Must(world_.issuer.Open(subject, profile));
    const Credential early = testing::BearerOf(issued.access.Reveal());
    EXPECT_EQ(Ask(early).error().reason, refusal);
    Must(world_.store->Write([&](store::WriteTx& tx) { return token::PersistNew(tx, issued); }));
    EXPECT_TRUE(Ask(early).allowed()) << profile;
  }
}

TEST_F(UnknownCredentials, StorageFailureIsUnknownAndIsNotRemembered) {
  const Credential credential = testing::BearerOf(guid_);
  const int faults = testing::ForEveryFault(
      *plan_,
      [&] {
        const bool unknown = Ask(credential).unknown();
        EXPECT_EQ(unknown, plan_->fired());
      },
      [&](int) { EXPECT_FALSE(world_.verifier.TryCached(credential, {live_})); });
  EXPECT_GE(faults, 2);
}

TEST_F(UnknownCredentials, ManyUnknownTokensDoNotEvictVerdicts) {
  for (const auto& hung : credentials_.all()) ASSERT_TRUE(Ask(hung->credential).allowed());
  for (int i = 0; i < 20'000; ++i) {
    std::string text = std::to_string(i);
    text = guid_.substr(0, guid_.size() - text.size()) + text;
    ASSERT_FALSE(Ask(testing::BearerOf(text)).allowed());
  }
  plan_->Heal();
  for (const auto& hung : credentials_.all()) {
    const auto cached = world_.verifier.TryCached(hung->credential, {live_});
    ASSERT_TRUE(cached) << hung->name;
    EXPECT_TRUE(cached->allowed()) << hung->name;
  }
  EXPECT_EQ(plan_->calls(), 0);
}

// Two stores on one file represent two processes. This process has not read the events of the
// other one, and still accepts what the other one has issued.
class UnknownCredentialsElsewhere : public ::testing::Test {
 protected:
  Decision Ask(const Credential& credential) {
    return world_.verifier.Verify(credential, {live_}, kPeer);
  }
  const testing::TempDir folder_;
  const store::EngineSource source_ = store::SqliteFile(folder_.path() + "/store.db", 2);
  TestServer world_{{.source = source_, .limits = {}}};
  const CredentialSet credentials_{world_};
  const std::unique_ptr<store::Store> theirs_ = Must(store::Store::Open(source_));
  const model::Need live_ = model::Need::Live();
};

TEST_F(UnknownCredentialsElsewhere, KeyOfAnotherProcessIsAcceptedAtOnce) {
  const std::string text = "sk_test_0000000000000000000000000000";
  const Credential credential = testing::BearerOf(text);
  EXPECT_EQ(Ask(credential).error().reason, "unknown_token");
  Must(theirs_->Write([&](store::WriteTx& tx) -> base::Status {
    const model::ApiKey key = KeyRow(world_, credentials_, text, false);
    BW_TRY(store::InsertApiKey(tx, key));
    return world_.Announce(tx, model::EventType::kApiKeyCreated, credentials_.environment,
                           key.id.text);
  }));
  EXPECT_TRUE(Ask(credential).allowed());
}

TEST_F(UnknownCredentialsElsewhere, TokenOfAnotherProcessIsAcceptedAtOnce) {
  token::Subject subject;
  subject.principal = Ask(credentials_.Get("teletracker").credential).caller()->principal();
  for (const std::string_view profile : {token::kTeleTracker, token::kWorkMobile}) {
    const token::Issued issued = Must(world_.issuer.Open(subject, profile));
    const Credential credential = testing::BearerOf(issued.access.Reveal());
    EXPECT_FALSE(Ask(credential).allowed());
    Must(theirs_->Write([&](store::WriteTx& tx) { return token::PersistNew(tx, issued); }));
    EXPECT_TRUE(Ask(credential).allowed()) << profile;
  }
}

}  // namespace
}  // namespace bearward::verify
