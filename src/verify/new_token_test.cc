// New tokens of cached subjects: they cost only a signature check, and all changes since then are
// still respected.
#include <gtest/gtest.h>

#include "store/applications.h"
#include "store/sessions.h"
#include "store/spent_tokens.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "testing/temp_dir.h"

namespace bearward::verify {
namespace {

using model::EventType;
using testing::Must;

class NewToken : public ::testing::Test {
 protected:
  // The rack's own token puts the standing of its application into the cache.
  NewToken() {
    Must(world_.verifier.Warm());
    EXPECT_TRUE(Verify(credentials_.Get("token").text).allowed());
  }
  token::SelfContained Make() {
    return world_.TokenFor(credentials_.environment, credentials_.exporter,
                           {.issuer = std::string(testing::kIssuer),
                            .bounds = {{{"forms:read"}}, {std::string(testing::kIssuer)}},
                            .refresh = true});
  }
  static std::string Text(const token::SelfContained& token) {
    return std::string(token.access.Reveal());
  }
  Decision Verify(const std::string& text) {
    return world_.verifier.Verify(testing::BearerOf(text), {live_}, "192.0.2.1");
  }
  std::optional<Decision> TryCached(const std::string& text) {
    return world_.verifier.TryCached(testing::BearerOf(text), {live_});
  }
  // Refused returns why a token is refused, from memory or from the store.
  std::string Refused(const std::string& text) {
    const auto cached = TryCached(text);
    const Decision decision = cached ? *cached : Verify(text);
    return decision.allowed() ? "allowed" : decision.error().reason;
  }
  template <class Change>
  void ChangeApplication(Change change) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto application,
                    store::FindApplication(tx, credentials_.environment, credentials_.exporter));
      change(*application);
      BW_TRY(store::UpdateApplication(tx, *application));
      return world_.Announce(tx, EventType::kApplicationUpdated, credentials_.environment,
                             credentials_.exporter.text);
    }));
  }
  base::Status Revoke(store::WriteTx& tx, const token::SelfContained& token) {
    BW_TRY_ASSIGN(const bool news,
                  store::RevokeToken(tx, credentials_.environment, token.id, token.expires_at));
    EXPECT_TRUE(news);
    return world_.Announce(tx, EventType::kTokenRevoked, credentials_.environment, token.id);
  }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  const testing::TempDir folder_;
  testing::TestServer world_{
      {.source = testing::WithFaults(store::SqliteFile(folder_.File("a.db"), 2), plan_),
       .limits = {}}};
  const testing::CredentialSet credentials_{world_};
  const model::Need live_ = model::Need::Live();
};

TEST_F(NewToken, IsJudgedWithoutTheStore) {
  const token::SelfContained token = Make();
  plan_->FailCall(1, 1000);
  const auto decision = TryCached(Text(token));
  ASSERT_TRUE(decision);
  ASSERT_TRUE(decision->allowed());
  EXPECT_EQ(plan_->calls(), 0);
  EXPECT_EQ(decision->caller()->credential_id(), token.id);
  EXPECT_EQ(decision->caller()->expires_at(), token.expires_at);
  EXPECT_EQ(decision->caller()->principal().subject_id, credentials_.exporter.text);
  EXPECT_EQ(decision->caller()->principal().permissions, std::vector<std::string>{"forms:read"});
}

// The answer is the same from the cache, from the fast path and from the store.
TEST_F(NewToken, IsTheSameCallerAsOneThatWasLookedUp) {
  const auto known = Verify(credentials_.Get("token").text);
  const auto fresh = TryCached(Text(Make()));
  ASSERT_TRUE(fresh && fresh->allowed());
  EXPECT_EQ(fresh->caller()->principal(), known.caller()->principal());
}

TEST_F(NewToken, BrokenSignatureIsRefusedWithoutTheStore) {
  std::string text = Text(Make());
  char& digit = text[text.size() - 20];
  digit = digit == 'A' ? 'B' : 'A';
  plan_->Heal();
  const auto decision = TryCached(text);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->error().reason, "invalid_signature");
  EXPECT_EQ(plan_->calls(), 0);
}

TEST_F(NewToken, RevokedOneIsRefused) {
  const token::SelfContained token = Make();
  Must(world_.store->Write([&](store::WriteTx& tx) { return Revoke(tx, token); }));
  EXPECT_FALSE(TryCached(Text(token)));
  EXPECT_EQ(Refused(Text(token)), "token_revoked");
  EXPECT_EQ(Refused(Text(Make())), "allowed");
}

TEST_F(NewToken, OneRevokedByAnotherProcessIsRefusedOnceWeHaveHeardOfIt) {
  const token::SelfContained token = Make();
  const auto theirs = Must(store::Store::Open(store::SqliteFile(folder_.File("a.db"), 1)));
  Must(theirs->Write([&](store::WriteTx& tx) { return Revoke(tx, token); }));
  EXPECT_TRUE(Must(world_.store->CatchUp()));
  EXPECT_EQ(Refused(Text(token)), "token_revoked");
}

TEST_F(NewToken, OneRevokedBeforeTheStartIsRefused) {
  const token::SelfContained token = Make();
  const auto theirs = Must(store::Store::Open(store::SqliteFile(folder_.File("a.db"), 1)));
  Must(theirs->Write([&](store::WriteTx& tx) { return Revoke(tx, token); }));
  Verifier restarted({*theirs, world_.profiles, world_.keys, *world_.passwords, world_.clock},
                     {.issuer = std::string(testing::kIssuer), .password_cache_key = {}});
  Must(restarted.Warm());
  const auto ask = [&](const std::string& text) {
    return restarted.Verify(testing::BearerOf(text), {live_}, "192.0.2.1");
  };
  EXPECT_TRUE(ask(Text(Make())).allowed());
  EXPECT_FALSE(restarted.TryCached(testing::BearerOf(Text(token)), {live_}));
  EXPECT_EQ(ask(Text(token)).error().reason, "token_revoked");
}

TEST_F(NewToken, ExpiredOneIsRefused) {
  const token::SelfContained token = Make();
  world_.clock.Set(token.expires_at);
  EXPECT_EQ(Refused(Text(token)), "token_expired");
}

TEST_F(NewToken, OneOfAnEarlierGenerationIsRefused) {
  const token::SelfContained token = Make();
  ChangeApplication([](model::Application& application) { ++application.generation; });
  EXPECT_EQ(Refused(Text(token)), "token_superseded");
  EXPECT_EQ(Refused(Text(Make())), "allowed");
  EXPECT_EQ(Refused(Text(token)), "token_superseded") << "with the next generation known";
}

TEST_F(NewToken, OneOfADisabledApplicationIsRefused) {
  const token::SelfContained token = Make();
  ChangeApplication([](model::Application& application) { application.enabled = false; });
  EXPECT_EQ(Refused(Text(token)), "application_disabled");
}

TEST_F(NewToken, MayWhatItsApplicationMayNow) {
  ChangeApplication([](model::Application& application) { application.permissions = {}; });
  const Decision decision = Verify(Text(Make()));
  ASSERT_TRUE(decision.allowed());
  EXPECT_TRUE(decision.caller()->principal().permissions.empty());
}

// A change by another process takes effect as soon as the store has read it.
TEST_F(NewToken, GenerationRaisedByAnotherProcessEndsTheStanding) {
  const token::SelfContained token = Make();
  const auto theirs = Must(store::Store::Open(store::SqliteFile(folder_.File("a.db"), 1)));
  Must(theirs->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto application,
                  store::FindApplication(tx, credentials_.environment, credentials_.exporter));
    ++application->generation;
    BW_TRY(store::UpdateApplication(tx, *application));
    return world_.Announce(tx, EventType::kApplicationSecretReset, credentials_.environment,
                           credentials_.exporter.text);
  }));
  EXPECT_EQ(Refused(Text(Make())), "allowed") << "of theirs, which we have not heard of";
  EXPECT_TRUE(Must(world_.store->CatchUp()));
  EXPECT_EQ(Refused(Text(token)), "token_superseded");
}

// The session is read each time; its subject is cached.
TEST_F(NewToken, OneOfASessionCostsOneLookUp) {
  const auto sign_in = [&] {
    return world_.SignIn(credentials_.environment, credentials_.ann, credentials_.acme,
                         token::kWorkOsClient);
  };
  const auto ended = sign_in();
  const auto fresh = sign_in();
  ASSERT_TRUE(Verify(std::string(sign_in().access.Reveal())).allowed());
  plan_->Heal();
  ASSERT_TRUE(Verify(std::string(fresh.access.Reveal())).allowed());
  EXPECT_EQ(plan_->calls(), 2) << "to begin, and to read the session";
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto ids,
                  store::EndSessionsOf(tx, credentials_.environment, model::SubjectKind::kUser,
                                       credentials_.ann.text, world_.clock.Now()));
    EXPECT_GE(ids.size(), 2U);
    return {};
  }));
  EXPECT_EQ(Refused(std::string(ended.access.Reveal())), "session_ended");
}

}  // namespace
}  // namespace bearward::verify
