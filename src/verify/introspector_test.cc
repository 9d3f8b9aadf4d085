#include "verify/introspector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "store/sessions.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "verify/subject.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::Must;
using testing::TestCredential;
using testing::TestServer;

IntrospectionRequest About(std::string_view token, std::vector<std::string> permissions = {}) {
  return {.token = base::Secret(token),
          .scheme = std::nullopt,
          .permissions = std::move(permissions),
          .organization = std::nullopt};
}

// IntrospectorTest has two environments with the same users and keys; the key of our environment
// asks.
class IntrospectorTest : public ::testing::Test {
 protected:
  model::Caller KeyOf(const CredentialSet& credentials) {
    const model::Need live = model::Need::Live();
    return *world_.verifier.Verify(credentials.Get("environment key").credential, {live}, "")
                .caller();
  }
  Answer Ask(const IntrospectionRequest& inquiry) {
    return Must(introspector_.Ask(asker_, inquiry));
  }

  // SignInFor returns an access token of the application for other audiences than this server.
  std::string SignInFor(std::vector<std::string> audiences) {
    const token::Subject subject = Must(world_.store->Read([&](store::ReadTx& tx) {
      return LoadApplicationSubject(tx, ours_.environment, ours_.exporter);
    }));
    const token::Issued issued = Must(world_.issuer.Open(
        subject, token::kOauthReference,
        {.issuer = std::string(testing::kIssuer),
         .bounds = {.scopes = std::nullopt, .audiences = std::move(audiences)}}));
    Must(world_.store->Write([&](store::WriteTx& tx) { return token::PersistNew(tx, issued); }));
    return std::string(issued.access.Reveal());
  }

  // TestTokens returns every credential that can be introspected: all except passwords.
  static std::vector<const TestCredential*> TestTokens(const CredentialSet& credentials) {
    std::vector<const TestCredential*> tokens;
    for (const auto& hung : credentials.all()) {
      if (!hung->text.empty()) tokens.push_back(hung.get());
    }
    return tokens;
  }

  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  TestServer world_{{.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  observe::Registry metrics_;
  Introspector introspector_{world_.verifier, metrics_};
  CredentialSet ours_{world_, "production"};
  CredentialSet theirs_{world_, "sandbox"};
  model::Caller asker_ = KeyOf(ours_);
};

TEST_F(IntrospectorTest, EveryKindOfCredentialIsRecognizedByItsForm) {
  for (const TestCredential* hung : TestTokens(ours_)) {
    const Answer answer = Ask(About(hung->text));
    EXPECT_TRUE(answer.allowed()) << hung->name;
    EXPECT_EQ(answer.caller->principal().credential, hung->kind) << hung->name;
  }
}

TEST_F(IntrospectorTest, ASchemeThatIsSaidIsTheOnlyOne) {
  for (const TestCredential* hung : TestTokens(ours_)) {
    for (const Scheme scheme : {Scheme::kBearer, Scheme::kApiKey}) {
      IntrospectionRequest inquiry = About(hung->text);
      inquiry.scheme = scheme;
      EXPECT_EQ(Ask(inquiry).allowed(), scheme == hung->scheme) << hung->name;
    }
  }
}

TEST_F(IntrospectorTest, WhatIsRememberedIsAnsweredWithoutTheStore) {
  for (const TestCredential* hung : TestTokens(ours_)) {
    const IntrospectionRequest inquiry = About(hung->text, {"forms:read"});
    const bool fresh = Ask(inquiry).remembered;
    plan_->Heal();
    const auto cached = introspector_.TryCached(asker_, inquiry);
    ASSERT_TRUE(cached) << hung->name;
    EXPECT_TRUE(cached->remembered);
    EXPECT_TRUE(Ask(inquiry).remembered);
    EXPECT_EQ(plan_->calls(), 0) << hung->name;
    // The key of the asker was cached when it was authenticated.
    EXPECT_EQ(fresh, hung->name == "environment key");
  }
}

TEST_F(IntrospectorTest, TheReasonSaysWhatIsLacking) {
  const std::string& ann = ours_.Get("teletracker").text;
  EXPECT_EQ(Ask(About(ann, {"forms:read", "forms:write"})).reason, Reason::kMissingPermission);
  IntrospectionRequest elsewhere = About(ann);
  elsewhere.organization = model::OrganizationId{"org_other"};
  EXPECT_EQ(Ask(elsewhere).reason, Reason::kWrongOrganization);
  elsewhere.organization = ours_.acme;
  EXPECT_TRUE(Ask(elsewhere).allowed());
  EXPECT_EQ(Ask(About("nothing that we know")).reason, Reason::kMalformed);
  EXPECT_EQ(Ask(About("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44")).reason, Reason::kUnknown);
  EXPECT_EQ(Ask(About("3F0C8D1E-5A77-4B53-9D6E-0C2F7A1B9E44")).reason, Reason::kUnknown);
  EXPECT_EQ(Ask(About("sk_test_nobody_has_this_key")).reason, Reason::kUnknown);
  world_.clock.Advance(std::chrono::hours(1));
  EXPECT_EQ(Ask(About(ann)).reason, Reason::kExpired);
}

TEST_F(IntrospectorTest, TheCallerIsShownAlsoWhereItMayNot) {
  const Answer answer = Ask(About(ours_.Get("teletracker").text, {"forms:write"}));
  ASSERT_TRUE(answer.caller);
  EXPECT_EQ(answer.caller->principal().subject_id, ours_.ann.text);
}

TEST_F(IntrospectorTest, ALiveCredentialOfAnotherEnvironmentIsUnknownHere) {
  for (int round = 0; round < 2; ++round) {  // from the store, then from memory
    for (const TestCredential* hung : TestTokens(theirs_)) {
      const Answer answer = Ask(About(hung->text));
      EXPECT_EQ(answer.reason, Reason::kWrongEnvironment) << hung->name;
      EXPECT_FALSE(answer.caller) << hung->name;
      EXPECT_FALSE(answer.remembered) << hung->name;
    }
  }
}

// A token for one API must not be usable at another (incident class A3).
TEST_F(IntrospectorTest, ATokenIsForTheAudienceThatItNames) {
  const std::string text = SignInFor({"https://api.example", "https://more.example"});
  EXPECT_EQ(Ask(About(text)).reason, Reason::kWrongAudience);
  EXPECT_EQ(Ask(About(text)).caller->principal().subject_id, ours_.exporter.text);
  IntrospectionRequest inquiry = About(text);
  inquiry.audience = "https://more.example";
  EXPECT_TRUE(Ask(inquiry).allowed());
  inquiry.audience = "https://other.example";
  EXPECT_EQ(Ask(inquiry).reason, Reason::kWrongAudience);
  inquiry.any_audience = true;
  EXPECT_TRUE(Ask(inquiry).allowed());

  IntrospectionRequest nobodys = About(ours_.Get("teletracker").text);
  EXPECT_TRUE(Ask(nobodys).allowed());
  nobodys.audience = "https://api.example";
  EXPECT_EQ(Ask(nobodys).reason, Reason::kWrongAudience);
}

TEST_F(IntrospectorTest, RefreshTokensAreNoCredentials) {
  const token::Issued issued =
      world_.SignIn(ours_.environment, ours_.ann, ours_.acme, token::kTeleTracker);
  EXPECT_EQ(Ask(About(issued.refresh->Reveal())).reason, Reason::kUnknown);
}

TEST_F(IntrospectorTest, AnUnknownVerdictIsNoAnswer) {
  for (const TestCredential* hung : TestTokens(ours_)) {
    if (hung->name == "environment key") continue;  // already cached
    plan_->FailCall(1, 1000);
    const auto answer = introspector_.Ask(asker_, About(hung->text));
    plan_->Heal();
    ASSERT_FALSE(answer) << hung->name;
    EXPECT_EQ(answer.error().code, base::Code::kUnavailable) << hung->name;
  }
}

TEST_F(IntrospectorTest, OutcomesAreCounted) {
  (void)Ask(About(ours_.Get("teletracker").text));
  (void)Ask(About("nothing that we know"));
  const std::string text = metrics_.Render();
  EXPECT_THAT(text, ::testing::HasSubstr("bearward_asked_total{outcome=\"allowed\"} 1"));
  EXPECT_THAT(text, ::testing::HasSubstr("bearward_asked_total{outcome=\"malformed\"} 1"));
  EXPECT_THAT(text, ::testing::HasSubstr("bearward_asked_total{outcome=\"revoked\"} 0"));
}

// A cached answer must equal a fresh one, whatever was asked before and whatever was revoked in the
// meantime (incident class E1). One Introspector keeps its cache during the whole test; each
// question is also put to a new one.
class IntrospectorDifferential : public ::testing::Test {
 protected:
  static constexpr std::size_t kQuestions = 400;

  struct Fresh {
    explicit Fresh(TestServer& world)
        : verifier({*world.store, world.profiles, world.keys, *world.passwords, world.clock},
                   {.issuer = std::string(testing::kIssuer),
                    .cache_capacity = 256,
                    .password_cache_key = base::Secret(std::string(32, 'f'))}) {}
    Verifier verifier;
    observe::Registry metrics;
    Introspector introspector{verifier, metrics};
  };

  // Listeners must be registered before the first write, so all fresh objects are created here.
  IntrospectorDifferential() {
    for (std::size_t i = 0; i < kQuestions; ++i) fresh_.push_back(std::make_unique<Fresh>(world_));
    for (const std::string name : {"production", "sandbox"}) {
      const auto& credentials = *racks_.emplace_back(std::make_unique<CredentialSet>(world_, name));
      for (const auto& hung : credentials.all()) {
        if (!hung->text.empty()) texts_.push_back(hung->text);
      }
      const model::Need live = model::Need::Live();
      askers_.push_back(
          *world_.verifier.Verify(credentials.Get("environment key").credential, {live}, "")
               .caller());
    }
  }

  bool Chance(unsigned in) { return random_() % in == 0; }
  template <class T>
  const T& Pick(const std::vector<T>& choices) {
    return choices[random_() % choices.size()];
  }

  IntrospectionRequest RandomRequest() {
    static const std::vector<std::vector<std::string>> kNeeds = {
        {}, {"forms:read"}, {"forms:write"}, {"forms:read", "forms:write"}};
    std::string text = Pick(texts_);
    if (Chance(6)) text.back() = text.back() == 'A' ? 'B' : 'A';
    IntrospectionRequest inquiry = About(text, Pick(kNeeds));
    if (Chance(3)) inquiry.scheme = Chance(4) ? Scheme::kApiKey : Scheme::kBearer;
    if (Chance(3)) inquiry.organization = Pick(racks_)->acme;
    return inquiry;
  }

  // Randomly signs in and ends a session.
  void LiveOn() {
    const CredentialSet& credentials = *Pick(racks_);
    const token::Issued issued =
        world_.SignIn(credentials.environment, credentials.ann, credentials.acme,
                      Chance(2) ? token::kTeleTracker : token::kWorkMobile);
    texts_.emplace_back(issued.access.Reveal());
    sessions_.push_back(issued.session);
    if (!Chance(2)) return;
    model::Session ended = Pick(sessions_);
    ended.ended_at = world_.clock.Now();
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::UpdateSession(tx, ended));
      return world_.Announce(tx, model::EventType::kSessionEnded, ended.environment, ended.id.text);
    }));
  }

  TestServer world_;
  std::vector<std::unique_ptr<Fresh>> fresh_;
  observe::Registry metrics_;
  Introspector introspector_{world_.verifier, metrics_};
  std::vector<std::unique_ptr<CredentialSet>> racks_;
  std::vector<std::string> texts_;
  std::vector<model::Session> sessions_;
  std::vector<model::Caller> askers_;
  std::mt19937 random_{20310507};
};

TEST_F(IntrospectorDifferential, RememberedAnswersAreTheFreshOnes) {
  std::array<int, kReasons> refused{};
  int allowed = 0;
  int remembered = 0;
  for (std::size_t i = 0; i < kQuestions; ++i) {
    if (Chance(5)) LiveOn();
    const IntrospectionRequest inquiry = RandomRequest();
    const model::Caller& asker = Pick(askers_);
    const Answer expected = Must(fresh_[i]->introspector.Ask(asker, inquiry));
    const Answer answer = Must(introspector_.Ask(asker, inquiry));
    ASSERT_EQ(answer.reason, expected.reason) << i;
    ASSERT_EQ(answer.caller.has_value(), expected.caller.has_value()) << i;
    if (answer.caller) {
      ASSERT_EQ(answer.caller->principal(), expected.caller->principal()) << i;
      ASSERT_EQ(answer.caller->credential_id(), expected.caller->credential_id()) << i;
    }
    allowed += answer.allowed() ? 1 : 0;
    remembered += answer.remembered ? 1 : 0;
    if (answer.reason) ++refused[static_cast<std::size_t>(*answer.reason)];
  }
  // The test is meaningful only if every outcome occurs often.
  EXPECT_GT(allowed, 20);
  EXPECT_GT(remembered, 50);
  for (const Reason reason : {Reason::kRevoked, Reason::kUnknown, Reason::kWrongEnvironment,
                              Reason::kWrongOrganization, Reason::kMissingPermission}) {
    EXPECT_GT(refused[static_cast<std::size_t>(reason)], 5) << base::Word(reason);
  }
}

}  // namespace
}  // namespace bearward::verify
