// Access tokens of OAuth clients: their permissions are limited by what they were issued for and by
// the current permissions of the application.
#include <gtest/gtest.h>

#include "base/encode.h"
#include "store/applications.h"
#include "store/signing_keys.h"
#include "store/spent_tokens.h"
#include "testing/credential_set.h"
#include "testing/ecdsa_twin.h"

namespace bearward::verify {
namespace {

using model::EventType;
using testing::Must;
using Texts = std::vector<std::string>;

class AccessToken : public ::testing::Test {
 protected:
  static token::Terms TermsOf(Texts scopes, Texts audiences = {std::string(testing::kIssuer)}) {
    return {.issuer = std::string(testing::kIssuer),
            .bounds = {std::move(scopes), std::move(audiences)},
            .refresh = false};
  }
  // Tokens returns one token of each kind with the same terms.
  std::vector<std::string> Tokens(const token::Terms& terms) {
    std::vector<std::string> texts = {std::string(
        world_.TokenFor(credentials_.environment, credentials_.exporter, terms).access.Reveal())};
    for (const std::string_view profile : {token::kOauthJwt, token::kOauthReference}) {
      texts.emplace_back(
          world_.SignIn(credentials_.environment, credentials_.exporter, profile, terms)
              .access.Reveal());
    }
    return texts;
  }
  Decision Ask(const std::string& text, const Question& question) {
    return world_.verifier.Verify(testing::BearerOf(text), question, "192.0.2.1");
  }
  Decision Ask(const std::string& text) { return Ask(text, {live_}); }
  Texts PermissionsOf(const std::string& text) {
    const Decision decision = Ask(text);
    EXPECT_TRUE(decision.allowed()) << decision.error().reason;
    return decision.allowed() ? decision.caller()->principal().permissions.texts() : Texts{};
  }
  void SetPermissions(Texts permissions) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto application,
                    store::FindApplication(tx, credentials_.environment, credentials_.exporter));
      application->permissions = permissions;
      BW_TRY(store::UpdateApplication(tx, *application));
      return world_.Announce(tx, EventType::kApplicationUpdated, credentials_.environment,
                             credentials_.exporter.text);
    }));
  }

  testing::TestServer world_;
  const testing::CredentialSet credentials_{world_};
  const model::Need live_ = model::Need::Live();
};

TEST_F(AccessToken, MayWhatItsScopesAndItsApplicationBothHold) {
  SetPermissions({"a", "b", "c"});
  for (const std::string& text : Tokens(TermsOf({"a", "b"}))) {
    SetPermissions({"a", "b", "c"});
    EXPECT_EQ(PermissionsOf(text), (Texts{"a", "b"}));
    SetPermissions({"b", "c"});
    EXPECT_EQ(PermissionsOf(text), Texts{"b"}) << "what the application lost, its tokens lose";
    SetPermissions({"*"});
    EXPECT_EQ(PermissionsOf(text), (Texts{"a", "b"}));
    SetPermissions({});
    EXPECT_EQ(PermissionsOf(text), Texts{});
  }
}

TEST_F(AccessToken, ScopeOfEverythingIsWhatTheApplicationMayNow) {
  for (const std::string& text : Tokens(TermsOf({"*"}))) {
    SetPermissions({"a", "b"});
    EXPECT_EQ(PermissionsOf(text), (Texts{"a", "b"}));
  }
}

TEST_F(AccessToken, WithoutScopesMayNothing) {
  for (const std::string& text : Tokens(TermsOf({}))) EXPECT_EQ(PermissionsOf(text), Texts{});
}

// Incident class A3: a token for another resource server is refused here.
TEST_F(AccessToken, ForAnotherResourceIsRefusedUnlessWhoAsksSaysSo) {
  const Texts elsewhere = {"https://api.acme.example"};
  for (const std::string& text : Tokens(TermsOf({}, elsewhere))) {
    EXPECT_EQ(Ask(text).error().reason, "wrong_audience");
    Question waived{live_};
    waived.any_audience = true;
    const Decision decision = Ask(text, waived);
    ASSERT_TRUE(decision.allowed());
    EXPECT_EQ(decision.caller()->principal().audience->names, elsewhere);
    EXPECT_FALSE(decision.caller()->principal().audience->ours);
    EXPECT_EQ(Ask(text).error().reason, "wrong_audience") << "remembered or not";
  }
}

TEST_F(AccessToken, ForSeveralResourcesIsForEach) {
  const Texts both = {"https://api.acme.example",
                      token::IssuerOf(testing::kIssuer, credentials_.environment)};
  for (const std::string& text : Tokens(TermsOf({}, both))) {
    EXPECT_TRUE(Ask(text).allowed());
  }
}

TEST_F(AccessToken, IsForTheServerOfItsOwnEnvironment) {
  const Texts other = {token::IssuerOf(testing::kIssuer, {"env_01RAVVKJ13DQ7T796KRMC0F12X"})};
  for (const std::string& text : Tokens(TermsOf({}, other))) {
    EXPECT_EQ(Ask(text).error().reason, "wrong_audience");
  }
}

// The token was issued from cached data of the client while its secret was reset.
TEST_F(AccessToken, OfAnEarlierGenerationIsRefusedThoughItWasIssuedLater) {
  const token::SelfContained late =
      world_.TokenFor(credentials_.environment, credentials_.exporter, TermsOf({}));
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto application,
                  store::FindApplication(tx, credentials_.environment, credentials_.exporter));
    ++application->generation;
    return store::UpdateApplication(tx, *application);
  }));
  EXPECT_EQ(Ask(std::string(late.access.Reveal())).error().reason, "token_superseded");
}

TEST_F(AccessToken, RevokedOneIsRefusedAndItsSiblingsAreNot) {
  const auto one = world_.TokenFor(credentials_.environment, credentials_.exporter, TermsOf({}));
  const auto two = world_.TokenFor(credentials_.environment, credentials_.exporter, TermsOf({}));
  const std::string first(one.access.Reveal());
  const std::string second(two.access.Reveal());
  ASSERT_TRUE(Ask(first).allowed() && Ask(second).allowed());
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::RevokeToken(tx, credentials_.environment, one.id, one.expires_at));
    return world_.Announce(tx, EventType::kTokenRevoked, credentials_.environment, one.id);
  }));
  EXPECT_EQ(Ask(first).error().reason, "token_revoked");
  EXPECT_TRUE(world_.verifier.TryCached(testing::BearerOf(second), {live_}));
}

// From an ECDSA signature anyone can compute a second valid one, so one token had two spellings.
// Keys of release 0.1.0 signed with either s value, and their tokens stay valid. Incident class B3.
TEST_F(AccessToken, TheTwinOfASignatureIsRefusedForKeysThatSignWithTheLowS) {
  const auto twin_of = [](const std::string& text) {
    const std::size_t dot = text.rfind('.');
    const std::string signature = *base::Base64UrlDecode(text.substr(dot + 1));
    return text.substr(0, dot + 1) + base::Base64UrlEncode(testing::TwinOf(signature));
  };
  Must(world_.verifier.Warm());
  for (int i = 0; i < 8; ++i) {
    const std::string text(
        world_.TokenFor(credentials_.environment, credentials_.exporter, TermsOf({}))
            .access.Reveal());
    EXPECT_EQ(Ask(twin_of(text)).error().reason, "invalid_signature");
    EXPECT_TRUE(Ask(text).allowed());
    const auto recalled = world_.verifier.TryCached(testing::BearerOf(twin_of(text)), {live_});
    ASSERT_TRUE(recalled.has_value()) << "the signer and its subject are known";
    EXPECT_EQ(recalled->error().reason, "invalid_signature");
  }
  const std::string early(
      world_.TokenFor(credentials_.environment, credentials_.exporter, TermsOf({}))
          .access.Reveal());
  Must(world_.store->Write([](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto rows, store::ListSigningKeys(tx));
    for (store::SigningKeyRow row : rows) {
      BW_TRY(store::DeleteSigningKey(tx, row.environment, row.kid));
      row.low_s = false;
      BW_TRY(store::InsertSigningKey(tx, row));
    }
    return {};
  }));
  Must(world_.keys.Rotate());
  EXPECT_TRUE(Ask(twin_of(early)).allowed());
}

}  // namespace
}  // namespace bearward::verify
