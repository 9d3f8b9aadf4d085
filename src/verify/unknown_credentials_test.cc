// The negative cache: an unknown credential is looked up once per lifetime of an entry, and is
// allowed as soon as it exists.
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
  TestServer world_{{.source = testing::WithFaults(store::SqliteMemory(), plan_), .limits = {}}};
  const CredentialSet credentials_{world_};
  const model::Need live_ = model::Need::Live();
  const std::string guid_ = "00000000-0000-4000-8000-000000000000";
  const std::string secret_key_ = "sk_test_0000000000000000000000000000";
};

TEST_F(UnknownCredentials, RepeatIsDeniedWithoutTheStoreForAShortTime) {
  for (const Credential& credential :
       {testing::BearerOf(guid_), testing::ApiKeyOf(guid_), testing::BearerOf(secret_key_)}) {
    EXPECT_FALSE(world_.verifier.TryCached(credential, {live_}));
    EXPECT_EQ(Ask(credential).error().reason, "unknown_token");
    plan_->Heal();
    EXPECT_EQ(Ask(credential).error().reason, "unknown_token");
    const auto cached = world_.verifier.TryCached(credential, {live_});
    ASSERT_TRUE(cached);
    EXPECT_EQ(cached->error().reason, "unknown_token");
    EXPECT_EQ(plan_->calls(), 0);
    world_.clock.Advance(
        std::chrono::duration_cast<std::chrono::milliseconds>(NegativeCache::kMemory));
    EXPECT_FALSE(world_.verifier.TryCached(credential, {live_}));
    EXPECT_EQ(Ask(credential).error().reason, "unknown_token");
    EXPECT_GT(plan_->calls(), 0);
  }
  EXPECT_EQ(world_.verifier.cached_verdicts(), 0U);
}

TEST_F(UnknownCredentials, TokenThatExpiredIsDeniedWithoutTheStoreForAShortTime) {
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
  }
}

// The wall clock was briefly ahead: credentials that had expired by it were refused for seconds
// afterwards.
TEST_F(UnknownCredentials, ForgettingRefusalsAsksTheStoreAgain) {
  const auto& hung = credentials_.Get(token::kOauthReference);
  const base::Time right = world_.clock.Now();
  world_.clock.Set(right + std::chrono::days(500));
  EXPECT_EQ(Ask(hung.credential).error().reason, "token_expired");
  world_.clock.Set(right);
  EXPECT_FALSE(Ask(hung.credential).allowed());
  world_.verifier.ForgetRefusals();
  EXPECT_TRUE(Ask(hung.credential).allowed());
}

TEST_F(UnknownCredentials, MalformedOneIsDeniedWithoutTheStoreAtOnce) {
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

// People may choose a key, and use it before it is created.
TEST_F(UnknownCredentials, KeyThatCameToBeIsAllowedAtOnce) {
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

TEST_F(UnknownCredentials, TokenThatCameToBeIsAllowedAtOnce) {
  token::Subject subject;
  subject.principal = Ask(credentials_.Get("teletracker").credential).caller()->principal();
  const token::Issued issued = Must(world_.issuer.Open(subject, token::kTeleTracker));
  const Credential early = testing::BearerOf(issued.access.Reveal());
  EXPECT_EQ(Ask(early).error().reason, "unknown_token");
  Must(world_.store->Write([&](store::WriteTx& tx) { return token::PersistNew(tx, issued); }));
  EXPECT_TRUE(Ask(early).allowed());
}

TEST_F(UnknownCredentials, FailureToLookIsNoAbsence) {
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

TEST_F(UnknownCredentials, ManyOfThemPushNoVerdictOut) {
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

// Two stores on one file represent two processes: a write of the other one takes effect as soon as
// our store has read it.
TEST(UnknownCredentialsElsewhere, KeyThatAnotherProcessMadeIsAllowedOnceCaughtUp) {
  const testing::TempDir folder;
  const auto source = store::SqliteFile(folder.path() + "/store.db", 2);
  TestServer world({.source = source, .limits = {}});
  const CredentialSet credentials(world);
  const auto theirs = Must(store::Store::Open(source));
  const model::Need need = model::Need::Live();
  const std::string text = "sk_test_0000000000000000000000000000";
  const Credential credential = testing::BearerOf(text);
  EXPECT_FALSE(world.verifier.Verify(credential, {need}, kPeer).allowed());
  Must(theirs->Write([&](store::WriteTx& tx) -> base::Status {
    const model::ApiKey key = KeyRow(world, credentials, text, false);
    BW_TRY(store::InsertApiKey(tx, key));
    return world.Announce(tx, model::EventType::kApiKeyCreated, credentials.environment,
                          key.id.text);
  }));
  Must(world.store->CatchUp());
  EXPECT_TRUE(world.verifier.Verify(credential, {need}, kPeer).allowed());
}

}  // namespace
}  // namespace bearward::verify
