#include "gateway/identity_token.h"

#include "base/encode.h"
#include "gateway/gateway_fixture.h"
#include "json/reader.h"
#include "store/memberships.h"

namespace bearward::gateway {
namespace {

using std::chrono::seconds;

class IdentityToken : public GatewayFixture {
 protected:
  IdentityToken() {
    policy_.id = "signed";
    policy_.identity_jwt = true;
    Create(cast_.production, policy_);
    policy_.environment = cast_.production;
  }
  // Given returns the identity token in the response of the policy.
  std::string Given(const std::string& token) {
    const ClientAnswer answer = Ask(Families()[0], {.policy = "signed"}, Bearer(token));
    EXPECT_EQ(answer.status, 200);
    return answer.Header("X-Bearward-Identity");
  }
  // Part decodes the header or the payload.
  static json::Value Part(const std::string& jwt, int number) {
    const auto first = jwt.find('.');
    const auto second = jwt.find('.', first + 1);
    const std::string part =
        number == 0 ? jwt.substr(0, first) : jwt.substr(first + 1, second - first - 1);
    return testing::Must(json::Parse(base::Base64UrlDecode(part).value()));
  }
  // IsSigned says whether a published key of the environment verifies the token's signature.
  bool IsSigned(const std::string& jwt) {
    const auto dot = jwt.rfind('.');
    const auto signature = base::Base64UrlDecode(jwt.substr(dot + 1)).value();
    for (const auto& key : testing::Must(cast_.world.keys.Published(cast_.production))) {
      if (key->kid != *Part(jwt, 0).Find("kid")->AsString()) continue;
      return key->key.verify_key().Verify(jwt.substr(0, dot), signature);
    }
    return false;
  }

  model::Policy policy_;
};

TEST_F(IdentityToken, SaysWhoAsksAndIsSignedByAPublishedKey) {
  const std::string jwt = Given(token_);
  const json::Value header = Part(jwt, 0);
  EXPECT_EQ(*header.Find("alg")->AsString(), "ES256");
  EXPECT_EQ(*header.Find("typ")->AsString(), "bearward-identity+jwt");
  EXPECT_TRUE(IsSigned(jwt));
  const json::Value claims = Part(jwt, 1);
  EXPECT_EQ(*claims.Find("iss")->AsString(), testing::kIssuer);
  EXPECT_EQ(*claims.Find("sub")->AsString(), cast_.ann.text);
  EXPECT_EQ(*claims.Find("aud")->AsString(), "signed");
  EXPECT_EQ(*claims.Find("env")->AsString(), cast_.production.text);
  EXPECT_EQ(*claims.Find("org")->AsString(), cast_.acme.text);
  EXPECT_EQ(*claims.Find("roles")->AsArray()->front().AsString(), "planner");
  const auto issued = claims.Find("iat")->AsInt();
  EXPECT_EQ(*issued, base::ToMillis(cast_.world.clock.Now()) / 1000);
  EXPECT_EQ(*claims.Find("exp")->AsInt(), *issued + 60);
  EXPECT_EQ(claims.AsObject()->size(), 8U);
  EXPECT_LT(jwt.size(), 600U);
}

TEST_F(IdentityToken, OfAnEnvironmentsKeyHasNoOrganization) {
  const std::string jwt =
      Given(std::string(cast_.world.AddEnvironmentKey(cast_.production).Reveal()));
  EXPECT_EQ(Part(jwt, 1).Find("org"), nullptr);
  EXPECT_EQ(*Part(jwt, 1).Find("sub")->AsString(), cast_.production.text);
}

TEST_F(IdentityToken, IsSignedOnceForHalfItsLife) {
  const std::string first = Given(token_);
  cast_.world.clock.Advance(std::chrono::milliseconds(29'000));
  EXPECT_EQ(Given(token_), first);
  cast_.world.clock.Advance(seconds(1));
  const std::string second = Given(token_);
  EXPECT_NE(second, first);
  EXPECT_EQ(*Part(second, 1).Find("iat")->AsInt() - *Part(first, 1).Find("iat")->AsInt(), 30);
}

TEST_F(IdentityToken, EachCredentialAndPolicyHasItsOwn) {
  model::Policy other = policy_;
  other.id = "other";
  Create(cast_.production, other);
  const std::string mine = Given(token_);
  const std::string bobs = Given(SignedIn(cast_.bob));
  EXPECT_EQ(*Part(bobs, 1).Find("sub")->AsString(), cast_.bob.text);
  const ClientAnswer elsewhere = Ask(Families()[0], {.policy = "other"}, Bearer(token_));
  EXPECT_EQ(*Part(elsewhere.Header("X-Bearward-Identity"), 1).Find("aud")->AsString(), "other");
  EXPECT_EQ(Given(token_), mine);
}

// The principal of a session may change; the next token must state the new roles.
TEST_F(IdentityToken, ChangedRolesAreInTheNextOne) {
  Given(token_);
  testing::Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindMembership(tx, cast_.production, cast_.ann, cast_.acme));
    row->roles = {"admin"};
    BW_TRY(store::PutMembership(tx, *row));
    return cast_.world.Announce(tx, model::EventType::kUserUpdated, cast_.production,
                                cast_.ann.text);
  }));
  EXPECT_EQ(*Part(Given(token_), 1).Find("roles")->AsArray()->front().AsString(), "admin");
}

TEST_F(IdentityToken, NeverOutlivesTheCredential) {
  cast_.world.clock.Advance(seconds(3600 - 20));
  const json::Value claims = Part(Given(token_), 1);
  EXPECT_LE(*claims.Find("exp")->AsInt() - *claims.Find("iat")->AsInt(), 20);
}

// Identity tokens are sent to other APIs, so one that leaks must not authenticate here.
TEST_F(IdentityToken, IsNoCredentialHere) {
  const std::string jwt = Given(token_);
  for (const Family& family : Families()) {
    EXPECT_EQ(StatusOf(family, {}, Bearer(jwt)), 401) << family.name;
  }
  const auto need = model::Need::Live();
  const auto decision = cast_.world.verifier.Verify(testing::BearerOf(jwt), {need}, "192.0.2.1");
  EXPECT_FALSE(decision.allowed());
  EXPECT_FALSE(decision.unknown());
}

TEST_F(IdentityToken, IsLeftOutWhereThePolicyDoesNotWantIt) {
  const ClientAnswer answer = Ask(Families()[0], {}, Bearer(token_));
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(std::ranges::any_of(
      answer.headers, [](const auto& header) { return header.first == "X-Bearward-Identity"; }));
}

TEST_F(IdentityToken, WithoutASigningKeyItIs503) {
  // The signing key has expired and was not rotated.
  const std::string fresh = [&] {
    cast_.world.clock.Advance(std::chrono::hours(24 * 91));
    return SignedIn(cast_.ann);
  }();
  EXPECT_EQ(StatusOf(Families()[0], {.policy = "signed"}, Bearer(fresh)), 503);
  EXPECT_EQ(StatusOf(Families()[0], {}, Bearer(fresh)), 200);
}

}  // namespace
}  // namespace bearward::gateway
