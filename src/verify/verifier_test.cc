#include "verify/verifier.h"
#include "verify/negative_cache.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "crypto/hash.h"
#include "crypto/mac.h"
#include "json/writer.h"
#include "store/api_keys.h"
#include "store/sessions.h"
#include "store/users.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "token/jwt.h"
#include "verify/negative_cache.h"
#include "verify/refusal.h"

namespace bearward::verify {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::CredentialSet;
using testing::Must;
using testing::TestCredential;
using testing::TestServer;

constexpr std::string_view kPeer = "192.0.2.1";

class VerifierTest : public ::testing::Test {
 protected:
  Decision Ask(const Credential& credential) {
    return world_.verifier.Verify(credential, question_, kPeer);
  }
  Decision Ask(std::string_view name) { return Ask(credentials_.Get(name).credential); }
  std::string ReasonOf(const Credential& credential) { return Ask(credential).error().reason; }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  TestServer world_{{.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  const CredentialSet credentials_{world_};
  const model::Need live_ = model::Need::Live();
  const Question question_{live_};
};

TEST_F(VerifierTest, EveryLiveCredentialIsAllowedAsWhatItIs) {
  for (const auto& hung : credentials_.all()) {
    const Decision decision = Ask(hung->credential);
    ASSERT_TRUE(decision.allowed()) << hung->name << " " << decision.error().reason;
    const model::Principal& who = decision.caller()->principal();
    EXPECT_EQ(who.credential, hung->kind) << hung->name;
    EXPECT_EQ(who.environment, credentials_.environment) << hung->name;
    EXPECT_EQ(who.environment_name, "production") << hung->name;
    EXPECT_EQ(who.subject_kind == model::SubjectKind::kUser, hung->of_user) << hung->name;
    if (hung->of_user) {
      const bool is_integrator = hung->kind == model::CredentialKind::kIntegrator;
      EXPECT_EQ(who.subject_id, (is_integrator ? credentials_.ian : credentials_.ann).text)
          << hung->name;
      EXPECT_EQ(who.organization_number, 28) << hung->name;
      EXPECT_EQ(who.permissions, std::vector<std::string>{"forms:read"}) << hung->name;
      EXPECT_EQ(who.roles, std::vector<std::string>{"planner"}) << hung->name;
    }
    EXPECT_EQ(who.profile, hung->profile);
    EXPECT_EQ(decision.caller()->expires_at().has_value(), !hung->profile.empty()) << hung->name;
    EXPECT_TRUE(hung->id.empty() || decision.caller()->credential_id() == hung->id);
  }
}

TEST_F(VerifierTest, ApplicationAndEnvironmentAreThemselves) {
  const Decision application = Ask("workspan");
  EXPECT_EQ(application.caller()->principal().subject_id, credentials_.exporter.text);
  EXPECT_EQ(application.caller()->principal().access_profile, "ObjectRead");
  EXPECT_EQ(application.caller()->principal().permissions, std::vector<std::string>{"forms:read"});
  const Decision environment = Ask("environment key");
  EXPECT_EQ(environment.caller()->principal().subject_id, credentials_.environment.text);
  EXPECT_TRUE(environment.caller()->principal().organization->empty());
  EXPECT_EQ(environment.caller()->principal().permissions, std::vector<std::string>{"*"});
}

TEST_F(VerifierTest, SecondQuestionIsAnsweredFromMemoryWithoutTheStore) {
  for (const auto& hung : credentials_.all()) {
    EXPECT_FALSE(world_.verifier.TryCached(hung->credential, question_)) << hung->name;
    const Decision first = Ask(hung->credential);
    plan_->Heal();
    const auto second = world_.verifier.TryCached(hung->credential, question_);
    ASSERT_TRUE(second && second->allowed()) << hung->name;
    EXPECT_EQ(second->caller()->principal(), first.caller()->principal()) << hung->name;
    EXPECT_TRUE(Ask(hung->credential).allowed());
    EXPECT_EQ(plan_->calls(), 0) << hung->name;
  }
  EXPECT_EQ(world_.verifier.cached_verdicts(), credentials_.all().size());
}

TEST_F(VerifierTest, DeniedCredentialTakesNoPlaceAmongTheVerdicts) {
  const std::string unknown = "00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(ReasonOf(testing::BearerOf(unknown)), "unknown_token");
  EXPECT_EQ(ReasonOf(testing::BasicOf(credentials_.environment, "ann", "wrong")),
            "invalid_credentials");
  EXPECT_EQ(world_.verifier.cached_verdicts(), 0U);
}

TEST_F(VerifierTest, UnknownOnesAreUnknown) {
  const std::string guid = "00000000-0000-4000-8000-000000000000";
  const std::string secret_key = "sk_test_0000000000000000000000000000";
  EXPECT_EQ(ReasonOf(testing::ApiKeyOf(guid)), "unknown_token");
  EXPECT_EQ(ReasonOf(testing::BearerOf(secret_key)), "unknown_token");
  EXPECT_EQ(ReasonOf(testing::BasicOf(credentials_.environment, "nobody")), "invalid_credentials");
}

TEST_F(VerifierTest, RefreshTokenIsNoAccessToken) {
  for (const bool jwt : {false, true}) {
    const token::Issued issued =
        jwt ? world_.SignIn(credentials_.environment, credentials_.exporter, token::kWorkSpan)
            : world_.SignIn(credentials_.environment, credentials_.ann, credentials_.acme,
                            token::kTeleTracker);
    EXPECT_TRUE(Ask(testing::BearerOf(issued.access.Reveal())).allowed());
    EXPECT_EQ(ReasonOf(testing::BearerOf(issued.refresh->Reveal())), "unknown_token");
  }
}

TEST_F(VerifierTest, TokensEndToTheMillisecond) {
  const base::Time start = world_.clock.Now();
  for (const auto& hung : credentials_.all()) {
    if (hung->profile.empty()) continue;
    world_.clock.Set(start);
    const base::Time expires_at = *Ask(hung->credential).caller()->expires_at();
    const base::Time end = expires_at + world_.profiles.Find(hung->profile)->leeway;
    world_.clock.Set(end - milliseconds(1));
    EXPECT_TRUE(world_.verifier.TryCached(hung->credential, question_)) << hung->name;
    EXPECT_TRUE(Ask(hung->credential).allowed()) << hung->name;
    world_.clock.Set(end);
    EXPECT_FALSE(world_.verifier.TryCached(hung->credential, question_)) << hung->name;
    EXPECT_EQ(ReasonOf(hung->credential), "token_expired") << hung->name;
    // The verdict is no longer cached: the answer is the same.
    EXPECT_EQ(ReasonOf(hung->credential), "token_expired") << hung->name;
    // After the clock was set back, the credential is valid as soon as the negative-cache entry
    // expires.
    world_.clock.Advance(std::chrono::duration_cast<milliseconds>(NegativeCache::kLifetime));
    world_.clock.Set(end - milliseconds(1));
    EXPECT_TRUE(Ask(hung->credential).allowed()) << hung->name;
  }
}

TEST_F(VerifierTest, TokenFromTheFutureIsNotYetValid) {
  const base::Time start = world_.clock.Now();
  const base::Time not_before = std::chrono::floor<seconds>(start);
  world_.clock.Set(not_before - seconds(60));
  EXPECT_TRUE(Ask("workmobile").allowed());
  const token::Issued issued = [&] {
    world_.clock.Set(start + seconds(1));
    return world_.SignIn(credentials_.environment, credentials_.ann, credentials_.acme,
                         token::kWorkMobile);
  }();
  world_.clock.Set(not_before - seconds(60));
  EXPECT_EQ(ReasonOf(testing::BearerOf(issued.access.Reveal())), "token_not_yet_valid");
}

TEST_F(VerifierTest, KeyEndsToTheMillisecond) {
  const std::string text = credentials_.Get("user key").text;
  const base::Time end = world_.clock.Now() + seconds(10);
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto key, store::FindApiKeyByHash(tx, crypto::Sha256(text)));
    key->expires_at = end;
    return store::UpdateApiKey(tx, *key);
  }));
  world_.clock.Set(end - milliseconds(1));
  EXPECT_TRUE(Ask("user key").allowed());
  world_.clock.Set(end);
  EXPECT_FALSE(world_.verifier.TryCached(credentials_.Get("user key").credential, question_));
  EXPECT_EQ(ReasonOf(credentials_.Get("user key").credential), "key_expired");
}

TEST_F(VerifierTest, APasswordIsRememberedForItsTimeAndHashedAgainAfterIt) {
  for (const std::string_view name : {"basic", "integrator"}) {
    EXPECT_TRUE(Ask(name).allowed());
    const std::uint64_t hashes = crypto::PasswordHashesChecked();
    world_.clock.Advance(seconds(300) - milliseconds(1));
    EXPECT_TRUE(Ask(name).allowed());
    EXPECT_EQ(crypto::PasswordHashesChecked(), hashes);
    world_.clock.Advance(milliseconds(1));
    EXPECT_TRUE(Ask(name).allowed());
    EXPECT_EQ(crypto::PasswordHashesChecked(), hashes + 1);
  }
}

// Incident class E1: release 0.1.0 hashed a key of X-Api-Key with a tag in front, and a bearer
// token as it was sent, so that a token could contain the tag.
TEST_F(VerifierTest, NoTextOfOneSchemeHasTheVerdictOfAnother) {
  const std::string key = credentials_.Get("user key").text;
  ASSERT_TRUE(Ask("user key").allowed());
  const auto part = [](std::string_view text) {
    std::string length(8, '\0');
    length.back() = static_cast<char>(text.size());
    return length + std::string(text);
  };
  const std::string tagged = part("x-api-key") + part(key);
  EXPECT_EQ(ReasonOf(testing::BearerOf(tagged)), "malformed_token");
  EXPECT_EQ(ReasonOf(testing::BearerOf(key)), "unknown_token");
  const std::string token = credentials_.Get("teletracker").text;
  ASSERT_TRUE(Ask("teletracker").allowed());
  EXPECT_EQ(ReasonOf(testing::ApiKeyOf(token)), "unknown_token");
  EXPECT_TRUE(Ask("user key").allowed());
}

TEST_F(VerifierTest, RememberedPasswordHelpsNoOtherClaim) {
  ASSERT_TRUE(Ask("basic").allowed());
  Credential wrong_password = testing::BasicOf(credentials_.environment, "ann", "wrong");
  Credential other_login = testing::BasicOf(credentials_.environment, "bob");
  Credential other_environment = testing::BasicOf({"env_other"}, "ann");
  Credential other_account = testing::BasicOf(credentials_.environment, "ann");
  other_account.account = 29;
  // Characters are moved from the login to the password, and the other way round.
  Credential shifted =
      testing::BasicOf(credentials_.environment, "annc", "orrect horse battery staple");
  for (const Credential* credential :
       {&wrong_password, &other_login, &other_environment, &other_account, &shifted}) {
    EXPECT_FALSE(world_.verifier.TryCached(*credential, question_));
    EXPECT_FALSE(Ask(*credential).allowed());
  }
}

TEST_F(VerifierTest, AccountIsTheirsOrDenied) {
  const auto globex = world_.AddOrganization(credentials_.environment, "Globex", 29);
  world_.AddOrganization(credentials_.environment, "Initech", 30);
  world_.AddMembership(credentials_.environment, credentials_.ann, globex, {});
  Credential basic = testing::BasicOf(credentials_.environment, "ann");
  EXPECT_EQ(Ask(basic).caller()->principal().organization_number, 28);
  basic.account = 29;
  EXPECT_EQ(Ask(basic).caller()->principal().organization_number, 29);
  EXPECT_TRUE(Ask(basic).caller()->principal().permissions.empty());
  for (const std::int64_t foreign : {30, 31}) {
    basic.account = foreign;
    EXPECT_EQ(Ask(basic).error().code, base::Code::kDenied);
    EXPECT_EQ(Ask(basic).error().reason, "wrong_account");
  }
  Question named = question_;
  named.account = 29;
  basic.account.reset();
  const Decision decision = world_.verifier.Verify(basic, named, kPeer);
  EXPECT_EQ(decision.caller()->principal().organization_number, 29);
}

// Only integrators may use that scheme, and they may use no other; the answer equals that of a
// wrong password.
TEST_F(VerifierTest, EachPasswordSchemeIsForItsOwnUsers) {
  const Decision wrong = Ask(testing::BasicOf(credentials_.environment, "ann", "wrong"));
  EXPECT_TRUE(Ask("basic").allowed());
  EXPECT_TRUE(Ask("integrator").allowed());
  Credential basic = testing::BasicOf(credentials_.environment, "ian");
  basic.account = 28;
  for (const Credential& crossed :
       {basic, testing::IntegratorOf(credentials_.environment, "ann", 28)}) {
    const Decision decision = Ask(crossed);
    EXPECT_EQ(decision.error().reason, "invalid_credentials");
    EXPECT_EQ(decision.error().public_text, wrong.error().public_text);
  }
}

// Release 0.1.0 had no mark: its users may use the scheme until the first one is marked.
TEST_F(VerifierTest, WithoutAnIntegratorEveryUserMayUseTheScheme) {
  const auto mark = [&](bool integrator) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, credentials_.environment, credentials_.ian));
      user->integrator = integrator;
      return store::UpdateUser(tx, *user);
    }));
  };
  mark(false);
  const Credential ann = testing::IntegratorOf(credentials_.environment, "ann", 28);
  EXPECT_TRUE(Ask(ann).allowed());
  mark(true);
  world_.clock.Advance(seconds(300));
  EXPECT_EQ(ReasonOf(ann), "invalid_credentials");
}

TEST_F(VerifierTest, IntegratorMustNameAnAccount) {
  Credential integrator = credentials_.Get("integrator").credential;
  integrator.account.reset();
  const std::uint64_t hashes = crypto::PasswordHashesChecked();
  const Decision decision = Ask(integrator);
  EXPECT_EQ(decision.error().code, base::Code::kInvalid);
  EXPECT_EQ(decision.error().reason, "missing_account");
  EXPECT_EQ(decision.error().fields, std::vector<std::string>{"account_id"});
  EXPECT_EQ(crypto::PasswordHashesChecked(), hashes);
}

TEST_F(VerifierTest, EnvironmentsAreApart) {
  const CredentialSet other(world_, "sandbox");
  for (const auto& hung : credentials_.all()) {
    Question question = question_;
    question.environment = credentials_.environment;
    EXPECT_TRUE(world_.verifier.Verify(hung->credential, question, kPeer).allowed());
    question.environment = other.environment;
    const Decision decision = world_.verifier.Verify(hung->credential, question, kPeer);
    EXPECT_EQ(decision.error().code, base::Code::kUnauthenticated) << hung->name;
    EXPECT_EQ(decision.error().reason, "wrong_environment") << hung->name;
  }
}

// A signature by the key of one environment is invalid for claims of another environment.
TEST_F(VerifierTest, KeyOfAnotherEnvironmentDoesNotSignForThisOne) {
  const CredentialSet other(world_, "sandbox");
  for (const std::string_view profile :
       {token::kWorkMobile, token::kWorkSpan, token::kWorkOsClient}) {
    const token::Jwt genuine = Must(token::ParseJwt(credentials_.Get(profile).text));
    const auto foreign = Must(world_.keys.ForSigning(other.environment, profile));
    const std::string kid = genuine.kid.empty() ? "" : foreign->kid;
    const std::string forged =
        Must(token::WriteJwt(json::ToText(genuine.payload), kid, foreign->key));
    EXPECT_FALSE(Ask(testing::BearerOf(forged)).allowed()) << profile;
  }
}

TEST_F(VerifierTest, KeyOfAnotherProfileDoesNotSignForThisOne) {
  const auto key = Must(world_.keys.ForSigning(credentials_.environment, token::kWorkSpan));
  const token::Jwt genuine = Must(token::ParseJwt(credentials_.Get("workmobile").text));
  const std::string forged = Must(token::WriteJwt(json::ToText(genuine.payload), "", key->key));
  EXPECT_EQ(ReasonOf(testing::BearerOf(forged)), "invalid_signature");
}

// Incident class A1: a token of one kind must not be accepted as another, even with a valid
// signature (RFC 8725 section 3.11).
TEST_F(VerifierTest, TokenOfAnotherTypeIsRefusedThoughItsKeyIsRight) {
  for (const std::string_view profile :
       {token::kWorkMobile, token::kWorkSpan, token::kWorkOsClient, token::kOauthJwt}) {
    const token::Jwt genuine = Must(token::ParseJwt(credentials_.Get(profile).text));
    EXPECT_EQ(genuine.typ, world_.profiles.Find(profile)->typ);
    const auto key = Must(world_.keys.ForSigning(credentials_.environment, profile));
    const std::string_view other = genuine.typ == "JWT" ? "at+jwt" : "JWT";
    const std::string payload = json::ToText(genuine.payload);
    const std::string forged = Must(token::WriteJwt(payload, genuine.kid, key->key, other));
    EXPECT_EQ(ReasonOf(testing::BearerOf(forged)), "invalid_signature") << profile;
    const std::string same = Must(token::WriteJwt(payload, genuine.kid, key->key, genuine.typ));
    EXPECT_TRUE(Ask(testing::BearerOf(same)).allowed()) << profile;
  }
}

// A shared secret is not found by its kid: tokens signed with it have no kid.
TEST_F(VerifierTest, UnpublishedKeyIsNotFoundByItsKid) {
  const auto key = Must(world_.keys.ForSigning(credentials_.environment, token::kWorkMobile));
  const token::Jwt genuine = Must(token::ParseJwt(credentials_.Get("workmobile").text));
  const std::string forged =
      Must(token::WriteJwt(json::ToText(genuine.payload), key->kid, key->key));
  EXPECT_EQ(ReasonOf(testing::BearerOf(forged)), "invalid_signature");
}

TEST_F(VerifierTest, TokenOfAnotherIssuerIsRefused) {
  const token::Issuer other(
      {world_.profiles, world_.keys, world_.ring, world_.clock, world_.entropy},
      "https://other.example");
  token::Subject subject;
  subject.principal = Ask("workmobile").caller()->principal();
  for (const std::string_view profile : {token::kWorkMobile, token::kWorkOsClient}) {
    const token::Issued issued = Must(other.Open(subject, profile));
    Must(world_.store->Write([&](store::WriteTx& tx) { return token::PersistNew(tx, issued); }));
    EXPECT_EQ(ReasonOf(testing::BearerOf(issued.access.Reveal())), "malformed_claims");
  }
}

TEST_F(VerifierTest, TokenOfASessionWithoutARowIsRefused) {
  token::Subject subject;
  subject.principal = Ask("workmobile").caller()->principal();
  const token::Issued issued = Must(world_.issuer.Open(subject, token::kWorkMobile));
  EXPECT_EQ(ReasonOf(testing::BearerOf(issued.access.Reveal())), "session_unknown");
}

TEST_F(VerifierTest, RefreshEndsThePairBeforeIt) {
  const token::Issued first = world_.SignIn(credentials_.environment, credentials_.ann,
                                            credentials_.acme, token::kTeleTracker);
  ASSERT_TRUE(Ask(testing::BearerOf(first.access.Reveal())).allowed());
  token::Subject subject;
  subject.principal = Ask("teletracker").caller()->principal();
  const token::Issued second =
      Must(world_.issuer.Reissue(subject, world_.issuer.Advance(first.session), *first.refresh));
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(token::PersistNext(tx, second));
    return world_.Announce(tx, model::EventType::kSessionRefreshed, credentials_.environment,
                           first.session.id.text);
  }));
  EXPECT_FALSE(Ask(testing::BearerOf(first.access.Reveal())).allowed());
  EXPECT_TRUE(Ask(testing::BearerOf(second.access.Reveal())).allowed());
}

TEST_F(VerifierTest, ARememberedCallerIsCheckedForEveryQuestion) {
  const model::Need read = model::Need::All({"forms:read"});
  const model::Need write = model::Need::All({"forms:read", "forms:write"});
  const Credential& bearer = credentials_.Get("teletracker").credential;
  EXPECT_TRUE(world_.verifier.Verify(bearer, {read}, kPeer).allowed());
  const auto denied = world_.verifier.TryCached(bearer, {write});
  ASSERT_TRUE(denied);
  EXPECT_EQ(denied->error().reason, "missing_permission");
  EXPECT_TRUE(world_.verifier.TryCached(bearer, {read})->allowed());
}

TEST_F(VerifierTest, RefusalsOfUnauthenticatedOnesReadAlike) {
  std::set<std::string> texts;
  for (const std::string_view text :
       {"", "x", "a.b.c", "00000000-0000-4000-8000-000000000000", "sk_test_0000000000000000"}) {
    texts.insert(Ask(testing::BearerOf(text)).error().public_text);
    texts.insert(Ask(testing::ApiKeyOf(text)).error().public_text);
  }
  EXPECT_EQ(texts.size(), 1U);
}

TEST_F(VerifierTest, UnrelatedChangesInvalidateNoVerdict) {
  ASSERT_TRUE(Ask("teletracker").allowed());
  for (int i = 0; i < 3; ++i) {
    Must(world_.store->Write([&](store::WriteTx& tx) {
      return world_.Announce(tx, model::EventType::kUserUpdated, credentials_.environment,
                             "user_other");
    }));
    plan_->Heal();
    EXPECT_TRUE(world_.verifier.TryCached(credentials_.Get("teletracker").credential, question_));
    EXPECT_EQ(plan_->calls(), 0);
  }
}

// A remembered password expires on time.
TEST(VerifierPasswordAge, ACachedPasswordIsRefusedFromItsExpiryOn) {
  TestServer world({.limits = {}, .password_age = std::chrono::days(1)});
  const CredentialSet credentials(world);
  const model::Need live = model::Need::Live();
  const Credential basic = testing::BasicOf(credentials.environment, "ann");
  const auto ask = [&] { return world.verifier.Verify(basic, {.need = live}, kPeer); };
  world.clock.Advance(std::chrono::days(1) - seconds(10));
  const Decision before = ask();
  ASSERT_TRUE(before.allowed()) << before.error().reason;
  world.clock.Advance(seconds(9));
  EXPECT_TRUE(world.verifier.TryCached(basic, {.need = live})) << "it is still remembered";
  world.clock.Advance(seconds(1));
  EXPECT_FALSE(world.verifier.TryCached(basic, {.need = live}));
  EXPECT_EQ(ask().error().reason, "password_expired");
}

// The event of the change makes the remembered verdict stale.
TEST_F(VerifierTest, ACachedPasswordIsRefusedOnceItMustBeReplaced) {
  const Credential basic = testing::BasicOf(credentials_.environment, "ann");
  ASSERT_TRUE(Ask(basic).allowed());
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto user, store::FindUser(tx, credentials_.environment, credentials_.ann));
    user->password_change_required = true;
    BW_TRY(store::UpdateUser(tx, *user));
    return world_.Announce(tx, model::EventType::kUserUpdated, credentials_.environment,
                           credentials_.ann.text);
  }));
  EXPECT_EQ(ReasonOf(basic), "password_expired");
  EXPECT_EQ(verify::ReasonOf(Ask(basic).error()), Reason::kExpired);
}

}  // namespace
}  // namespace bearward::verify
