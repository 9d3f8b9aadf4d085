#include "dialects/oauth/introspection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/encode.h"
#include "dialects/oauth/dialect.h"
#include "door/door.h"
#include "json/reader.h"
#include "model/environment.h"
#include "store/applications.h"
#include "testing/committed.h"
#include "testing/credential_set.h"
#include "testing/door_client.h"
#include "testing/faulty_engine.h"
#include "token/jwt.h"

namespace bearward::dialects::oauth {
namespace {

using http::Method;
using testing::ClientAnswer;
using testing::ClientHeaders;
using testing::CredentialSet;
using ::testing::HasSubstr;
using testing::Must;
using ::testing::Not;

constexpr std::string_view kInactive = R"({"active":false})";

std::string Basic(const std::string& id, const std::string& secret) {
  return "Basic " + base::Base64Encode(id + ":" + secret);
}

// Endpoints is a door with the routes of this module over a full core with two environments of the
// same cast: the client "exporter" of Acme, whose secret is the password of the whole cast, and a
// second client.
class Endpoints : public ::testing::Test {
 protected:
  Endpoints() {
    const auto other = world_.AddApplication(ours_.environment, {ours_.acme, "other"});
    world_.AddClientSecret(ours_.environment, other);
    for (const CredentialSet* credentials : {&ours_, &theirs_}) {
      world_.AddClientSecret(
          credentials->environment,
          world_.AddApplication(credentials->environment, {.organization = credentials->acme,
                                                           .client_id = "resource-server",
                                                           .permissions = {"tokens:verify"}}));
    }
    SetTerms([](model::Application& client) { client.permissions = {"forms:read"}; });
    door_ = Must(
        door::Door::Make({world_.verifier, logger_, metrics_, world_.clock, world_.entropy},
                         IntrospectionRoutes({grant_, world_.verifier, introspector_, world_.keys,
                                              MakeSite(std::string(testing::kIssuer), "")},
                                             dialect_),
                         dialect_, [this] { return ours_.environment; }, {}));
    client_.emplace(*door_);
  }
  ~Endpoints() override { door_->Stop(); }

  void SetTerms(const std::function<void(model::Application&)>& change) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto client, store::FindApplication(tx, ours_.environment, ours_.exporter));
      change(*client);
      BW_TRY(store::UpdateApplication(tx, *client));
      return world_.Announce(tx, model::EventType::kApplicationUpdated, ours_.environment,
                             ours_.exporter.text);
    }));
  }
  model::Caller Believed(const model::EnvironmentId& environment, const std::string& id) {
    const model::Need live = model::Need::Live();
    return *world_.verifier.Verify(testing::ClientSecretOf(environment, id), {live}, "").caller();
  }
  grant::Access Issue(std::vector<std::string> resources = {}) {
    return Must(testing::Committed(grant_.Issue(Believed(ours_.environment, "exporter"),
                                                {.issuer = std::string(testing::kIssuer),
                                                 .scopes = std::nullopt,
                                                 .resources = std::move(resources)})));
  }
  std::string IssueText() { return std::string(Issue().token.Reveal()); }

  static ClientHeaders Exporter() {
    return {{"Authorization", Basic("exporter", "correct+horse+battery+staple")}};
  }
  static ClientHeaders Other() {
    return {{"Authorization", Basic("other", "correct+horse+battery+staple")}};
  }
  // ResourceServer returns the header of a client that may introspect tokens of other subjects.
  static ClientHeaders ResourceServer() {
    return {{"Authorization", Basic("resource-server", "correct+horse+battery+staple")}};
  }
  static ClientHeaders Bearer(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
  }
  ClientAnswer Post(const std::string& path, std::string body, ClientHeaders headers) {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return client_->Send(Method::kPost, path, std::move(headers), std::move(body));
  }
  static std::string TokenField(std::string_view token) {
    return "token=" + base::PercentEncode(token);
  }
  ClientAnswer Introspect(std::string_view token, ClientHeaders headers = ResourceServer()) {
    return Post("/oauth2/introspect", TokenField(token), std::move(headers));
  }
  ClientAnswer Revoke(std::string_view token, ClientHeaders headers = Exporter()) {
    return Post("/oauth2/revoke", TokenField(token), std::move(headers));
  }
  bool IsActive(std::string_view token, ClientHeaders headers = ResourceServer()) {
    const ClientAnswer answer = Introspect(token, std::move(headers));
    return *Must(json::Parse(answer.body)).Find("active")->AsBool();
  }
  // Sandbox returns the path of an endpoint of the other environment.
  std::string Sandbox(const std::string& endpoint) const {
    return "/environments/" + model::ClientIdOf(theirs_.environment) + "/oauth2/" + endpoint;
  }

  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer world_{
      {.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  CredentialSet ours_{world_, "production"};
  CredentialSet theirs_{world_, "sandbox"};
  grant::Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock},
                      std::chrono::seconds(10)};
  std::string log_;
  observe::Logger logger_{world_.clock, observe::Level::kInfo,
                          [this](std::string_view line) { log_ += line; }};
  observe::Registry metrics_;
  verify::Introspector introspector_{world_.verifier, metrics_};
  door::Dialect dialect_ = MakeDialect(MakeSite(std::string(testing::kIssuer), ""));
  std::unique_ptr<door::Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(Endpoints, Introspect200TellsWhatAJwtSaysAndWhoItIs) {
  const std::string token = IssueText();
  const json::Value claims = *token::DecodeObject(token::SplitCompact(token)->payload);
  const auto text = [&](std::string_view name) { return *claims.Find(name)->AsString(); };
  const auto number = [&](std::string_view name) {
    return std::to_string(*claims.Find(name)->AsInt());
  };
  const std::string expected =
      R"({"active":true,"scope":"forms:read","client_id":"exporter","token_type":"Bearer","exp":)" +
      number("exp") + R"(,"sub":"exporter","aud":"https://door.example",)" +
      R"("iss":"https://door.example","iat":)" + number("iat") + R"(,"jti":")" + text("jti") +
      R"(","organization_id":")" + ours_.acme.text + R"(","environment_id":")" +
      ours_.environment.text + R"("})";
  for (int round = 0; round < 2; ++round) {  // cache miss, then cache hit
    const ClientAnswer answer = Introspect(token);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, expected);
    EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  }
}

TEST_F(Endpoints, Introspect200TellsOfReferencesAndKeysOfEveryDialect) {
  const std::string reference = Introspect(ours_.Get("teletracker").text).body;
  EXPECT_EQ(reference, R"({"active":true,"scope":"forms:read","client_id":"client_)" +
                           ours_.environment.text.substr(4) +
                           R"(","username":"ann","token_type":"Bearer","exp":1935821289,"sub":")" +
                           ours_.ann.text +
                           R"(","aud":"https://door.example","iss":"https://door.example",)"
                           R"("organization_id":")" +
                           ours_.acme.text + R"(","environment_id":")" + ours_.environment.text +
                           R"(","sid":")" + ours_.Get("teletracker").session.text + R"("})");
  for (const auto& hung : ours_.all()) {
    if (hung->text.empty()) continue;
    for (int round = 0; round < 2; ++round) {
      EXPECT_THAT(Introspect(hung->text).body, HasSubstr(R"({"active":true,)")) << hung->name;
    }
  }
  // A user's API key is not a bearer token.
  EXPECT_THAT(Introspect(ours_.Get("user key").text).body, Not(HasSubstr("token_type")));
}

TEST_F(Endpoints, WhatIsNotGoodHereIsInactiveAndNothingElse) {
  const token::Issued ended =
      world_.SignIn(ours_.environment, ours_.ann, ours_.acme, token::kTeleTracker);
  const std::string revoked = IssueText();
  EXPECT_EQ(Revoke(revoked).status, 200);
  const std::string expired(ended.access.Reveal());
  EXPECT_TRUE(IsActive(expired));
  world_.clock.Advance(std::chrono::hours(1));
  const std::vector<std::string> texts = {
      expired,
      revoked,
      std::string(ended.refresh->Reveal()),  // a token of a user, not of a client
      "3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44",
      "sk_test_nobody_has_this_key",
      "a.b.c",
      "what is this",
      "\xc3\xa9",
      theirs_.Get("user key").text,
      theirs_.Get("environment key").text,
      theirs_.Get("workmobile").text,
  };
  for (const std::string& text : texts) {
    for (const std::string hint : {"", "&token_type_hint=access_token",
                                   "&token_type_hint=refresh_token", "&token_type_hint=x"}) {
      const ClientAnswer answer =
          Post("/oauth2/introspect", TokenField(text) + hint, ResourceServer());
      EXPECT_EQ(answer.status, 200) << text;
      EXPECT_EQ(answer.body, kInactive) << text;
      EXPECT_EQ(answer.Header("Cache-Control"), "no-store") << text;
    }
  }
}

TEST_F(Endpoints, EachEnvironmentTellsOfItsOwnTokens) {
  const std::string ours = IssueText();
  const std::string& theirs = theirs_.Get("teletracker").text;
  const ClientAnswer there = Post(Sandbox("introspect"), TokenField(theirs), ResourceServer());
  EXPECT_THAT(there.body, HasSubstr(R"("active":true)"));
  EXPECT_THAT(there.body, HasSubstr(R"("iss":"https://door.example/environments/)" +
                                    model::ClientIdOf(theirs_.environment)));
  EXPECT_EQ(Post(Sandbox("introspect"), TokenField(ours), ResourceServer()).body, kInactive);
  EXPECT_EQ(Introspect(theirs).body, kInactive);
  EXPECT_EQ(Post(Sandbox("introspect"), TokenField(theirs), Other()).status, 401);
}

TEST_F(Endpoints, Introspect401WithoutAnAuthenticatedClient) {
  const std::string token = IssueText();
  EXPECT_EQ(Introspect(token, {}).status, 401);
  const ClientAnswer wrong = Introspect(token, {{"Authorization", Basic("exporter", "wrong")}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, HasSubstr("invalid_client"));
  EXPECT_THAT(wrong.Header("WWW-Authenticate"), HasSubstr("Basic"));
  EXPECT_EQ(wrong.Header("Cache-Control"), "no-store");
  const std::string secret = "&client_id=exporter&client_secret=correct+horse+battery+staple";
  EXPECT_EQ(Post("/oauth2/introspect", TokenField(token) + secret, {}).status, 200);
  EXPECT_EQ(Post("/oauth2/introspect", TokenField(token) + secret, Exporter()).status, 400);
}

TEST_F(Endpoints, ABearerThatMayVerifyAsksInPlaceOfAClient) {
  const std::string token = IssueText();
  const std::string& key = ours_.Get("environment key").text;
  EXPECT_THAT(Introspect(token, Bearer(key)).body, HasSubstr(R"("active":true)"));
  EXPECT_EQ(Introspect(theirs_.Get("teletracker").text, Bearer(key)).body, kInactive);
  const ClientAnswer wrong = Introspect(token, Bearer(ours_.Get("teletracker").text));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.Header("WWW-Authenticate"),
              HasSubstr(R"(Bearer realm="bearward", error="invalid_token")"));
  EXPECT_EQ(Introspect(token, Bearer(theirs_.Get("environment key").text)).status, 401);
  EXPECT_EQ(Post("/oauth2/introspect", TokenField(token) + "&client_id=exporter&client_secret=x",
                 Bearer(key))
                .status,
            400);
}

TEST_F(Endpoints, Introspect400WhenTheRequestCannotBeRead) {
  EXPECT_EQ(Post("/oauth2/introspect", "", Exporter()).status, 400);
  EXPECT_EQ(Post("/oauth2/introspect", "token=", Exporter()).status, 400);
  EXPECT_EQ(Post("/oauth2/introspect", "token=a&token=b", Exporter()).status, 400);
  EXPECT_EQ(client_
                ->Send(Method::kPost, "/oauth2/introspect", {{"Content-Type", "application/json"}},
                       R"({"token":"a"})")
                .status,
            400);
}

TEST_F(Endpoints, ARefreshTokenIsActiveForItsOwnClientOnly) {
  SetTerms([](model::Application& client) { client.refresh_tokens = true; });
  const grant::Access access = Issue();
  const std::string refresh(access.refresh->Reveal());
  const std::string own = Introspect(refresh, Exporter()).body;
  EXPECT_THAT(own, HasSubstr(R"({"active":true,"scope":"forms:read","client_id":"exporter",)"));
  EXPECT_THAT(own, Not(HasSubstr("token_type")));
  EXPECT_EQ(Introspect(refresh, Other()).body, kInactive);
  EXPECT_EQ(Introspect(refresh, Bearer(ours_.Get("environment key").text)).body, kInactive);
}

// A leaked client secret must not reveal the tokens of other subjects.
TEST_F(Endpoints, WithoutAPermissionAClientLearnsOfItsOwnTokensOnly) {
  const std::string own = IssueText();
  EXPECT_THAT(Introspect(own, Exporter()).body, HasSubstr(R"("active":true)"));
  for (int round = 0; round < 2; ++round) {  // cache miss, then cache hit
    EXPECT_EQ(Introspect(own, Other()).body, kInactive);
    for (const char* name : {"workmobile", "teletracker", "user key", "environment key"}) {
      const std::string& text = ours_.Get(name).text;
      EXPECT_EQ(Introspect(text, Exporter()).body, kInactive) << name;
      EXPECT_THAT(Introspect(text).body, HasSubstr(R"("active":true)")) << name;
    }
  }
}

TEST_F(Endpoints, ATokenForAnotherAudienceIsActiveAndNamesIt) {
  SetTerms([](model::Application& client) { client.audiences = {"https://api.example"}; });
  const std::string token(Issue({"https://api.example"}).token.Reveal());
  EXPECT_THAT(Introspect(token).body, HasSubstr(R"("aud":"https://api.example")"));
}

TEST_F(Endpoints, Introspect200SignedWhenAskedFor) {
  const std::string token = IssueText();
  ClientHeaders headers = ResourceServer();
  headers.emplace_back("Accept", "application/token-introspection+jwt");
  for (const std::string& text : {token, std::string("nothing")}) {
    const std::string plain = Introspect(text).body;
    const ClientAnswer answer = Introspect(text, headers);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.content_type, "application/token-introspection+jwt");
    const auto segments = token::SplitCompact(answer.body);
    ASSERT_TRUE(segments);
    const json::Value header = *token::DecodeObject(segments->header);
    EXPECT_EQ(*header.Find("typ")->AsString(), "token-introspection+jwt");
    EXPECT_EQ(*header.Find("alg")->AsString(), "ES256");
    const auto key = world_.keys.ByKid(*header.Find("kid")->AsString());
    ASSERT_TRUE(key);
    const std::string signature = *base::Base64UrlDecode(segments->signature);
    EXPECT_TRUE(
        key->key.verify_key().Verify(answer.body.substr(0, answer.body.rfind('.')), signature));
    const json::Value payload = *token::DecodeObject(segments->payload);
    EXPECT_EQ(*payload.Find("iss")->AsString(), testing::kIssuer);
    EXPECT_EQ(*payload.Find("aud")->AsString(), "resource-server");
    EXPECT_EQ(*payload.Find("iat")->AsInt(), base::ToSeconds(world_.clock.Now()));
    EXPECT_EQ(*payload.Find("token_introspection"), Must(json::Parse(plain)));
    // A signed introspection response is not a token.
    EXPECT_EQ(Introspect(answer.body).body, kInactive);
  }
}

// A resource server may introspect a token any number of times; that is not a use by its bearer.
TEST_F(Endpoints, OnlyTheAskersOwnRateLimitCounts) {
  world_.LimitOrganization(ours_.environment, ours_.acme, model::RateLimit{.permits = 3});
  const std::string& ann = ours_.Get("teletracker").text;
  const ClientHeaders key = Bearer(ours_.Get("environment key").text);
  for (int i = 0; i < 9; ++i) {
    EXPECT_THAT(Introspect(ann, key).body, HasSubstr(R"("active":true)"));
  }
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Introspect(ann).status, 200);
  EXPECT_EQ(Introspect(ann).status, 429);
}

TEST_F(Endpoints, WhatIsRememberedIsAnsweredWithoutTheStore) {
  std::vector<std::string> texts = {IssueText()};
  for (const auto& hung : ours_.all()) {
    if (!hung->text.empty()) texts.push_back(hung->text);
  }
  for (const std::string& text : texts) {
    (void)Introspect(text);
    plan_->Heal();
    EXPECT_TRUE(IsActive(text));
    EXPECT_EQ(plan_->calls(), 0);
  }
}

TEST_F(Endpoints, AStorageFailureIs503AndNeverInactive) {
  const std::string token = IssueText();
  (void)Introspect(ours_.Get("teletracker").text);
  for (int n = 1; n <= 3; ++n) {
    plan_->FailCall(n, 1'000'000);
    for (const std::string& text : {token, std::string("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44")}) {
      const ClientAnswer answer = Introspect(text);
      EXPECT_EQ(answer.status, 503) << n;
      EXPECT_THAT(answer.body, Not(HasSubstr("active"))) << n;
      EXPECT_EQ(Revoke(text).status, 503) << n;
    }
    plan_->Heal();
  }
}

TEST_F(Endpoints, Revoke200EndsATokenWithoutASessionAtOnce) {
  const std::string token = IssueText();
  const std::string other = IssueText();
  EXPECT_TRUE(IsActive(token));
  EXPECT_TRUE(IsActive(other));
  const ClientAnswer answer = Revoke(token);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  EXPECT_FALSE(IsActive(token));
  EXPECT_TRUE(IsActive(other));
  EXPECT_EQ(Revoke(token).status, 200);
}

TEST_F(Endpoints, Revoke200EndsTheWholeSessionByEitherToken) {
  SetTerms([](model::Application& client) { client.refresh_tokens = true; });
  for (const model::TokenFormat format :
       {model::TokenFormat::kJwt, model::TokenFormat::kReference}) {
    SetTerms([&](model::Application& client) { client.token_format = format; });
    for (const bool by_refresh : {false, true}) {
      const grant::Access access = Issue();
      const std::string token(access.token.Reveal());
      const std::string refresh(access.refresh->Reveal());
      ASSERT_TRUE(IsActive(token));
      ASSERT_TRUE(IsActive(refresh, Exporter()));
      EXPECT_EQ(Revoke(by_refresh ? refresh : token).status, 200);
      EXPECT_FALSE(IsActive(token));
      EXPECT_FALSE(IsActive(refresh, Exporter()));
    }
  }
}

// A client that lost the response to a refresh has no other token to end the session with.
TEST_F(Endpoints, ASpentRefreshTokenEndsItsSessionToo) {
  SetTerms([](model::Application& client) { client.refresh_tokens = true; });
  const grant::Access first = Issue();
  const grant::Access second = Must(testing::Committed(grant_.RefreshAccess(
      Believed(ours_.environment, "exporter"), *first.refresh,
      {.issuer = std::string(testing::kIssuer), .scopes = std::nullopt, .resources = {}})));
  EXPECT_FALSE(IsActive(first.refresh->Reveal(), Exporter()));
  EXPECT_TRUE(IsActive(second.refresh->Reveal(), Exporter()));
  EXPECT_TRUE(IsActive(second.token.Reveal()));
  EXPECT_EQ(Revoke(first.refresh->Reveal()).status, 200);
  EXPECT_FALSE(IsActive(second.token.Reveal()));
}

TEST_F(Endpoints, Revoke200ForWhatIsNotKnown) {
  for (const std::string text : {"3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44", "a.b.c", "what is this"}) {
    const ClientAnswer answer =
        Post("/oauth2/revoke", TokenField(text) + "&token_type_hint=refresh_token", Exporter());
    EXPECT_EQ(answer.status, 200) << text;
    EXPECT_EQ(answer.body, "") << text;
  }
}

// Incident class B2.
TEST_F(Endpoints, Revoke400ForTheTokenOfAnotherClientAndItLives) {
  SetTerms([](model::Application& client) { client.refresh_tokens = true; });
  const grant::Access access = Issue();
  const std::pair<std::string_view, ClientHeaders> tokens[] = {
      {access.token.Reveal(), Exporter()},
      {access.refresh->Reveal(), Exporter()},
      {ours_.Get("teletracker").text, ResourceServer()}};
  for (const auto& [text, knows] : tokens) {
    const ClientAnswer answer = Revoke(text, Other());
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, HasSubstr("unauthorized_client"));
    EXPECT_TRUE(IsActive(text, knows));
  }
  EXPECT_EQ(Revoke(access.token.Reveal(), {}).status, 401);
  EXPECT_EQ(Revoke(access.token.Reveal(), Bearer(ours_.Get("environment key").text)).status, 401);
}

TEST_F(Endpoints, ATokenOfAnotherEnvironmentCannotBeEnded) {
  const std::string& theirs = theirs_.Get("workspan").text;
  EXPECT_EQ(Revoke(theirs).status, 200);
  EXPECT_THAT(Post(Sandbox("introspect"), TokenField(theirs), Exporter()).body,
              HasSubstr(R"("active":true)"));
}

// Incident class B3: every prefix, flipped bit and other spelling is a different, unknown token.
TEST_F(Endpoints, OnlyTheExactTokenIsActive) {
  for (const std::string& good : {IssueText(), ours_.Get("teletracker").text}) {
    ASSERT_TRUE(IsActive(good));
    std::set<std::string> variants = {good + "=", good + ".", good + " ", " " + good,
                                      "Bearer " + good};
    for (std::size_t i = 1; i < good.size(); i += 3) {
      variants.insert(good.substr(0, i));
      std::string flipped = good;
      flipped[i] = static_cast<char>(flipped[i] ^ 1);
      variants.insert(flipped);
    }
    for (const std::string& variant : variants) EXPECT_FALSE(IsActive(variant)) << variant;
  }
}

TEST_F(Endpoints, TheLogTellsTheVerdictAndNeverASecret) {
  SetTerms([](model::Application& client) { client.refresh_tokens = true; });
  const grant::Access access = Issue();
  std::set<std::string> secrets = {std::string(access.token.Reveal()),
                                   std::string(access.refresh->Reveal()), "correct+horse",
                                   "correct horse", ours_.Get("environment key").text};
  for (const std::string& text : std::vector<std::string>(secrets.begin(), secrets.end())) {
    (void)Introspect(text);
    (void)Introspect(text, Bearer(ours_.Get("environment key").text));
    (void)Introspect(text, {{"Authorization", Basic("exporter", "wrong secret")}});
    (void)Revoke(text, Other());
    (void)Revoke(text);
  }
  secrets.insert("wrong secret");
  EXPECT_THAT(log_, HasSubstr(R"("verdict":"allowed")"));
  for (const std::string& secret : secrets) EXPECT_THAT(log_, Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace bearward::dialects::oauth
