// One suite for all proxy families: which requests pass, and the content of the responses.
#include <set>

#include "gateway/gateway_fixture.h"
#include "store/api_keys.h"

namespace bearward::gateway {
namespace {

using ::testing::HasSubstr;

class Gateway : public GatewayFixture, public ::testing::WithParamInterface<Family> {
 protected:
  const Family& family() const { return GetParam(); }
  int Status(const AskingFor& asking, ClientHeaders headers) {
    return StatusOf(family(), asking, std::move(headers));
  }
  int Status(ClientHeaders headers) { return Status({}, std::move(headers)); }
  // Said returns the status, and the reason in the log.
  std::string Said(const AskingFor& asking, const ClientHeaders& headers) {
    const int status = Status(asking, headers);
    return std::to_string(status) + " " + LastReason();
  }
  ClientAnswer Passing(const std::string& policy, ClientHeaders headers) {
    ClientAnswer answer = Ask(family(), {.policy = policy}, std::move(headers));
    EXPECT_EQ(answer.status, 200);
    return answer;
  }
  // TokensFor returns tokens of each kind that have an audience.
  std::vector<std::string> TokensFor(const std::vector<std::string>& audiences) {
    const token::Terms terms{.issuer = std::string(testing::kIssuer),
                             .bounds = {.scopes = std::nullopt, .audiences = audiences}};
    testing::TestServer& world = cast_.world;
    std::vector<std::string> tokens = {
        std::string(world.TokenFor(cast_.production, cast_.exporter, terms).access.Reveal())};
    for (const std::string_view profile : {token::kOauthJwt, token::kOauthReference}) {
      tokens.emplace_back(
          world.SignIn(cast_.production, cast_.exporter, profile, terms).access.Reveal());
    }
    return tokens;
  }
  static model::Policy Named(const std::string& name) {
    model::Policy policy;
    policy.id = name;
    return policy;
  }
};

INSTANTIATE_TEST_SUITE_P(Families, Gateway, ::testing::ValuesIn(Families()), NameOfFamily);

TEST_P(Gateway, TheStatusOfEveryKindOfQuestion) {
  const base::Secret key = cast_.world.AddUserKey(cast_.production, cast_.ann);
  const base::Secret environment = cast_.world.AddEnvironmentKey(cast_.production);
  const ClientHeaders basic = {{"Authorization", "Basic YW5uOmNvcnJlY3QgaG9yc2U="}};
  EXPECT_EQ(Status(Bearer(token_)), 200);
  EXPECT_EQ(Status(Bearer(SignedIn(cast_.ann, token::kWorkMobile))), 200);
  EXPECT_EQ(Status(Key(key.Reveal())), 200);
  EXPECT_EQ(Status(Bearer(std::string(environment.Reveal()))), 200);
  EXPECT_EQ(Status({}), 401);
  EXPECT_EQ(Status(Bearer("nonsense")), 401);
  EXPECT_EQ(Status(Bearer("")), 401);
  EXPECT_EQ(Status(Key("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44")), 401);
  EXPECT_EQ(Status(basic), 401);
  EXPECT_EQ(Status(Bearer(SignedIn(cast_.bob))), 403);
  EXPECT_EQ(Status({.policy = "nowhere"}, Bearer(token_)), 403);
}

TEST_P(Gateway, OnlyWhatThePolicyCoversPasses) {
  model::Policy policy = Named("some");
  policy.methods = {"GET", "PURGE"};
  policy.path_prefixes = {"/forms"};
  Create(cast_.production, policy);
  const auto status = [&](const std::string& method, const std::string& path) {
    return Status({.method = method, .path = path, .policy = "some"}, Bearer(token_));
  };
  EXPECT_EQ(status("GET", "/forms"), 200);
  EXPECT_EQ(status("PURGE", "/forms/1?x=//../"), 200);
  EXPECT_EQ(status("DELETE", "/forms"), 403);
  EXPECT_EQ(LastReason(), "method_not_covered");
  EXPECT_EQ(status("get", "/forms"), 403);
  for (const char* path : {"/", "/admin", "/formsets", "/FORMS", "/%66orms", "/admin?/forms"}) {
    EXPECT_EQ(status("GET", path), 403) << path;
    EXPECT_EQ(LastReason(), "path_not_covered") << path;
  }
  // An unauthenticated client does not learn which paths are covered.
  EXPECT_EQ(Status({.path = "/admin", .policy = "some"}, {}), 401);
  EXPECT_EQ(Status({.path = "/admin", .policy = "some"}, Bearer("nonsense")), 401);
}

TEST_P(Gateway, EveryIdentityHeaderIsOnEvery200) {
  const ClientAnswer ann = Passing("forms", Bearer(token_));
  EXPECT_EQ(ann.Header("Remote-User"), "ann");
  EXPECT_EQ(ann.Header("Remote-Groups"), "planner");
  Create(cast_.production, Named("any"));
  model::Policy other = Named("other");
  other.identity = model::IdentityPreset::kXAuthRequest;
  Create(cast_.production, other);
  // bob has no name and no roles, and applications have fewer attributes still. The headers are
  // sent all the same, or a forged one would pass through (incident class F2).
  const auto exporter =
      cast_.world.SignIn(cast_.production, cast_.exporter, token::kWorkSpan).access;
  const std::string bob = SignedIn(cast_.bob);
  for (const std::string& token : {bob, std::string(exporter.Reveal())}) {
    for (const auto& [policy, names] :
         {std::pair("any",
                    std::vector{"Remote-User", "Remote-Groups", "Remote-Email", "Remote-Name"}),
          std::pair("other",
                    std::vector{"X-Auth-Request-User", "X-Auth-Request-Groups",
                                "X-Auth-Request-Email", "X-Auth-Request-Preferred-Username"})}) {
      const ClientAnswer answer = Passing(policy, Bearer(token));
      std::multiset<std::string> given;
      for (const auto& [name, value] : answer.headers) given.insert(name);
      for (const char* name : names) EXPECT_EQ(given.count(name), 1U) << name;
      EXPECT_EQ(answer.Header(names[1]), "");
      EXPECT_EQ(answer.Header(names[2]), token == bob ? "bob@example.test" : "");
      EXPECT_NE(answer.Header(names[0]), "");
    }
  }
  EXPECT_EQ(Passing("other", Bearer(token_)).Header("X-Auth-Request-User"), cast_.ann.text);
  EXPECT_EQ(Passing("other", Bearer(token_)).Header("X-Auth-Request-Preferred-Username"), "ann");
}

TEST_P(Gateway, AValueThatCannotStandInAHeaderIsEncodedAndNeverLeftOut) {
  const auto zoe = cast_.world.AddUser(
      cast_.production, {cast_.acme, "zo\xc3\xab 100%\r\nRemote-Groups: admin", {"planner"}});
  const auto issued =
      cast_.world.SignIn(cast_.production, zoe, cast_.acme, token::kTeleTracker).access;
  const ClientAnswer answer = Passing("forms", Bearer(std::string(issued.Reveal())));
  EXPECT_EQ(answer.Header("Remote-User"), "zo%C3%AB 100%25%0D%0ARemote-Groups: admin");
  EXPECT_EQ(answer.Header("Remote-Groups"), "planner");
}

TEST_P(Gateway, AnUntrustedPeerIsRefusedUnread) {
  for (const char* peer : {"192.0.2.7", "10.0.0.1", "128.0.0.1", "::2", "::ffff:192.0.2.7", ""}) {
    EXPECT_EQ(Status({.peer = peer}, Bearer(token_)), 403) << peer;
    EXPECT_EQ(LastReason(), "untrusted_peer");
    EXPECT_EQ(Status({.peer = peer}, {}), 403) << peer;
  }
  for (const char* peer : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_EQ(Status({.peer = peer}, Bearer(token_)), 200) << peer;
  }
}

TEST_P(Gateway, MoreThanOneCredentialIsRefused) {
  const std::string key(cast_.world.AddUserKey(cast_.production, cast_.ann).Reveal());
  const std::string bearer = "Bearer " + token_;
  const ClientHeaders rows[] = {
      {{"Authorization", bearer}, {"X-Api-Key", key}},
      {{"Authorization", bearer}, {"Authorization", bearer}},
      {{"Authorization", bearer}, {"authorization", "Bearer other"}},
      {{"Authorization", ""}, {"Authorization", bearer}},
      {{"X-Api-Key", key}, {"X-API-KEY", key}},
      {{"Authorization", bearer}, {"Authentication", "Bearer other"}},
  };
  for (const ClientHeaders& headers : rows) {
    EXPECT_EQ(Status(headers), 400) << headers[0].first << " " << headers[1].first;
  }
}

TEST_P(Gateway, OnlyTheKindsOfThePolicyPass) {
  model::Policy tokens = Named("tokens");
  tokens.credentials = {model::PolicyCredential::kBearer};
  Create(cast_.production, tokens);
  model::Policy keys = Named("keys");
  keys.credentials = {model::PolicyCredential::kApiKey};
  Create(cast_.production, keys);
  const std::string key(cast_.world.AddUserKey(cast_.production, cast_.ann).Reveal());
  const std::string environment(cast_.world.AddEnvironmentKey(cast_.production).Reveal());
  for (const std::string& token : {token_, SignedIn(cast_.ann, token::kWorkMobile)}) {
    EXPECT_EQ(Status({.policy = "tokens"}, Bearer(token)), 200);
    EXPECT_EQ(Status({.policy = "keys"}, Bearer(token)), 401);
  }
  for (const ClientHeaders& headers : {Key(key), Bearer(environment)}) {
    EXPECT_EQ(Status({.policy = "tokens"}, headers), 401);
    EXPECT_EQ(Status({.policy = "keys"}, headers), 200);
  }
}

// Incident class I2: a credential of one environment is not valid in another.
TEST_P(Gateway, ACredentialOfAnotherEnvironmentIsLikeAnUnknownOne) {
  Create(cast_.production, Named("any"));
  Create(cast_.sandbox, Named("any"));
  const base::Secret key = cast_.world.AddUserKey(cast_.sandbox, cast_.mallory);
  const ClientHeaders strangers[] = {
      Bearer(SignedIn(cast_.mallory)), Bearer(SignedIn(cast_.mallory, token::kWorkMobile)),
      Key(key.Reveal()),
      Bearer(std::string(cast_.world.AddEnvironmentKey(cast_.sandbox).Reveal()))};
  const ClientAnswer unknown =
      Ask(family(), {.policy = "any"}, Bearer("0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b"));
  for (const ClientHeaders& stranger : strangers) {
    for (const char* policy : {"any", "production~any", "any", "forms"}) {
      EXPECT_EQ(Status({.policy = policy}, stranger), 401) << policy;
    }
    EXPECT_EQ(Status({.policy = "sandbox~any"}, stranger), 200);
    const ClientAnswer answer = Ask(family(), {.policy = "any"}, stranger);
    EXPECT_EQ(answer.status, unknown.status);
    EXPECT_EQ(answer.Header("WWW-Authenticate"), unknown.Header("WWW-Authenticate"));
    EXPECT_EQ(answer.body.substr(0, answer.body.find("request_id")),
              unknown.body.substr(0, unknown.body.find("request_id")));
  }
  EXPECT_EQ(Status({.policy = "sandbox~any"}, Bearer(token_)), 401);
}

TEST_P(Gateway, OnlyThePolicysOrganizationPasses) {
  model::Policy policy = Named("acme");
  policy.organization = cast_.acme;
  Create(cast_.production, policy);
  EXPECT_EQ(Status({.policy = "acme"}, Bearer(token_)), 200);
  EXPECT_EQ(Status({.policy = "acme"}, Bearer(SignedIn(cast_.eve))), 403);
  EXPECT_EQ(LastReason(), "wrong_organization");
  const auto elsewhere =
      cast_.world.SignIn(cast_.production, cast_.ann, cast_.globex, token::kTeleTracker).access;
  EXPECT_EQ(Status({.policy = "acme"}, Bearer(std::string(elsewhere.Reveal()))), 403);
}

// Incident class A3: a token for one API must not be accepted for another.
TEST_P(Gateway, OnlyTokensForThePolicysAudiencePassAndKeysBesides) {
  const std::string api = "https://api.acme.example";
  model::Policy policy = Named("audience");
  policy.audience = api;
  Create(cast_.production, policy);
  Create(cast_.production, Named("plain"));
  const auto expect = [&](const ClientHeaders& headers, std::string_view with_audience,
                          std::string_view without) {
    for (int i = 0; i < 2; ++i) {  // cache miss, then cache hit
      EXPECT_EQ(Said({.policy = "audience"}, headers), with_audience);
      EXPECT_EQ(Said({.policy = "plain"}, headers), without);
    }
  };
  constexpr std::string_view kYes = "200 ";
  constexpr std::string_view kNo = "401 wrong_audience";
  const std::string us(testing::kIssuer);
  for (const std::string& token : TokensFor({api})) expect(Bearer(token), kYes, kNo);
  for (const std::string& token : TokensFor({api, us})) expect(Bearer(token), kYes, kYes);
  for (const std::string& token : TokensFor({us})) expect(Bearer(token), kNo, kYes);
  for (const std::string& token : TokensFor({api + "/", "https://other.example"})) {
    expect(Bearer(token), kNo, kNo);
  }
  expect(Bearer(token_), kNo, kYes);
  expect(Bearer(SignedIn(cast_.ann, token::kWorkMobile)), kNo, kYes);
  expect(Key(cast_.world.AddUserKey(cast_.production, cast_.ann).Reveal()), kYes, kYes);
  const base::Secret environment = cast_.world.AddEnvironmentKey(cast_.production);
  expect(Bearer(std::string(environment.Reveal())), kYes, kYes);
}

TEST_P(Gateway, AChangedAudienceAppliesToTheNextRequest) {
  const std::string token = TokensFor({"https://api.acme.example"}).front();
  model::Policy policy = Named("forms");
  Update(policy);
  EXPECT_EQ(Status(Bearer(token)), 401);
  policy.audience = "https://api.acme.example";
  Update(policy);
  EXPECT_EQ(Status(Bearer(token)), 200);
  EXPECT_EQ(Status(Bearer(token_)), 401);
  policy.audience.reset();
  Update(policy);
  EXPECT_EQ(Status(Bearer(token)), 401);
  EXPECT_EQ(Status(Bearer(token_)), 200);
}

TEST_P(Gateway, AChangedOrDeletedPolicyAppliesToTheNextRequest) {
  EXPECT_EQ(Status(Bearer(token_)), 200);
  model::Policy policy = Named("forms");
  policy.permissions = {"applications:manage"};
  Update(policy);
  EXPECT_EQ(Status(Bearer(token_)), 403);
  policy.permissions = {};
  Update(policy);
  EXPECT_EQ(Status(Bearer(token_)), 200);
  testing::Must(policies_.Delete(cast_.As(cast_.production), "forms"));
  EXPECT_EQ(Status(Bearer(token_)), 403);
  EXPECT_EQ(LastReason(), "unknown_policy");
}

TEST_P(Gateway, ARevokedKeyIsRefusedByTheNextRequest) {
  const base::Secret key = cast_.world.AddUserKey(cast_.production, cast_.ann);
  EXPECT_EQ(Status(Key(key.Reveal())), 200);
  EXPECT_EQ(Status(Key(key.Reveal())), 200);
  testing::Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindLiveApiKeyOfUser(tx, cast_.production, cast_.ann));
    row->revoked_at = cast_.world.clock.Now();
    BW_TRY(store::UpdateApiKey(tx, *row));
    return cast_.world.Announce(tx, model::EventType::kApiKeyRevoked, cast_.production,
                                row->id.text);
  }));
  EXPECT_EQ(Status(Key(key.Reveal())), 401);
  EXPECT_EQ(Status(Bearer(token_)), 200);
  cast_.SetUserActive(cast_.ann, false);
  EXPECT_EQ(Status(Bearer(token_)), 401);
}

// Incident class E1: a cached decision for one question must not answer another.
TEST_P(Gateway, ACachedCredentialIsCheckedAgainstEachPolicy) {
  model::Policy strict = Named("strict");
  strict.permissions = {"forms:read", "users:manage"};
  Create(cast_.production, strict);
  model::Policy narrow = Named("narrow");
  narrow.path_prefixes = {"/narrow"};
  Create(cast_.production, narrow);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Status(Bearer(token_)), 200);
    EXPECT_EQ(Status({.policy = "strict"}, Bearer(token_)), 403);
    EXPECT_EQ(Status({.path = "/narrow/1", .policy = "narrow"}, Bearer(token_)), 200);
    EXPECT_EQ(Status({.path = "/forms/1", .policy = "narrow"}, Bearer(token_)), 403);
  }
}

TEST_P(Gateway, AnUnknownPolicyIsSaidOnceAndLoudly) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Status({.policy = "nowhere"}, Bearer(token_)), 403);
  ASSERT_EQ(notices_.size(), 1U);
  EXPECT_THAT(notices_.front(), HasSubstr("unknown_policy"));
  EXPECT_THAT(notices_.front(), HasSubstr("nowhere"));
  EXPECT_EQ(Status({.policy = "elsewhere"}, Bearer(token_)), 403);
  EXPECT_EQ(notices_.size(), 2U);
}

// A credential error has the code that /v1/verify uses; any other error has a code of the gateway.
TEST_P(Gateway, TheProblemsCodeIsADocumentedWord) {
  if (family().masks_status) return;
  model::Policy narrow = Named("narrow");
  narrow.path_prefixes = {"/narrow"};
  narrow.credentials = {model::PolicyCredential::kBearer};
  narrow.audience = "https://api.acme.example";
  Create(cast_.production, narrow);
  const auto code = [&](const AskingFor& asking, const ClientHeaders& headers) {
    const std::string body = Ask(family(), asking, headers).body;
    const std::string_view key = R"("code":")";
    const std::size_t at = body.find(key) + key.size();
    return body.substr(at, body.find('"', at) - at);
  };
  const std::string key(cast_.world.AddEnvironmentKey(cast_.production).Reveal());
  EXPECT_EQ(code({}, {}), "missing");
  EXPECT_EQ(code({}, Bearer("nonsense")), "malformed");
  EXPECT_EQ(code({}, Bearer("0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b")), "unknown");
  EXPECT_EQ(code({}, Bearer(SignedIn(cast_.mallory))), "unknown");
  EXPECT_EQ(code({}, Bearer(SignedIn(cast_.bob))), "missing_permission");
  EXPECT_EQ(code({.policy = "narrow"}, Bearer(key)), "wrong_kind");
  EXPECT_EQ(code({.policy = "narrow"}, Bearer(token_)), "wrong_audience");
  const std::string token = TokensFor({"https://api.acme.example"}).front();
  EXPECT_EQ(code({.policy = "narrow"}, Bearer(token)), "path_not_covered");
  EXPECT_EQ(code({.policy = "nowhere"}, Bearer(token_)), "unknown_policy");
  EXPECT_EQ(code({.peer = "192.0.2.7"}, Bearer(token_)), "untrusted_peer");
  EXPECT_EQ(code({}, {{"Authorization", "Bearer " + token_}, {"X-Api-Key", key}}),
            "ambiguous_credentials");
  EXPECT_EQ(code({.path = "/a//b"}, Bearer(token_)), "ambiguous_path");
  cast_.SetUserActive(cast_.ann, false);
  EXPECT_EQ(code({}, Bearer(token_)), "revoked");
  cast_.world.clock.Advance(std::chrono::hours(24));
  EXPECT_EQ(code({.policy = "narrow"}, Bearer(token)), "expired");
}

TEST_P(Gateway, EveryAnswerIsCountedAndLogged) {
  Status(Bearer(token_));
  EXPECT_THAT(lines_.back(),
              HasSubstr("\"route\":\"" + std::string(http::MethodText(family().method)) + " " +
                        std::string(family().pattern) + "\""));
  EXPECT_THAT(lines_.back(), HasSubstr("\"client\":\"203.0.113.9\""));
  EXPECT_THAT(lines_.back(), HasSubstr("\"subject\":\"" + cast_.ann.text + "\""));
  Status({});
  EXPECT_EQ(LastReason(), "missing_credential");
  Status(Bearer(SignedIn(cast_.bob)));
  Status({.path = "/a//b"}, Bearer(token_));
  const std::string text = metrics_.Render();
  for (const char* decision : {"allow", "unauthenticated", "denied", "invalid"}) {
    EXPECT_THAT(
        text, HasSubstr("bearward_gateway_decisions_total{gateway=\"" + std::string(family().name) +
                        "\",decision=\"" + decision + "\"} 1\n"));
  }
  for (const std::string& line : lines_) EXPECT_EQ(line.find(token_), std::string::npos);
}

TEST_P(Gateway, TheCredentialIsHiddenOnlyWhereTheProxyCanDoIt) {
  model::Policy policy = Named("hidden");
  policy.hide_credential = true;
  Create(cast_.production, policy);
  const std::string header = "x-envoy-auth-headers-to-remove";
  EXPECT_EQ(Passing("hidden", Bearer(token_)).Header(header),
            family().removes_credential ? "authorization, x-api-key" : "");
  EXPECT_EQ(Passing("forms", Bearer(token_)).Header(header), "");
}

TEST_P(Gateway, UnusualMethodsAreJudgedLikeAllOthers) {
  for (const char* method : {"PURGE", "M-SEARCH", "TRACE", "CONNECT", "brew", "OPTIONS", "HEAD"}) {
    EXPECT_EQ(Status({.method = method}, Bearer(token_)), 200) << method;
    EXPECT_EQ(Status({.method = method}, {}), 401) << method;
  }
}

// Only Envoy's routes take every method. A request without a route is refused in the format of the
// family.
TEST_P(Gateway, WhatHasNoRowIsRefusedInTheFamilysWay) {
  const std::string prefix(family().prefix);
  for (const std::string& target : {prefix, prefix + "/", prefix + "//x", prefix + "/../x"}) {
    const ClientAnswer answer = client_->Get(target, HeadersOf(family(), {}, Bearer(token_)));
    EXPECT_EQ(TrueStatusOf(family(), answer), 403) << target;
  }
  if (family().method == http::Method::kAny) return;
  const std::string row = prefix + "/forms";
  EXPECT_EQ(TrueStatusOf(family(), client_->Send(http::Method::kPost, row,
                                                 HeadersOf(family(), {}, Bearer(token_)))),
            400);
  auto pending = std::make_shared<testing::PendingAnswer>(
      http::Method::kHead, row, HeadersOf(family(), {}, Bearer(token_)), "");
  pending->request().peer = "127.0.0.1";
  client_->Start(pending);
  EXPECT_EQ(TrueStatusOf(family(), pending->Take()), 200);
}

// Storage faults in the middle of a decision.
class GatewayFaults : public GatewayFixture {
 protected:
  GatewayFaults() : GatewayFaults(std::make_shared<testing::FaultPlan>()) {}
  explicit GatewayFaults(std::shared_ptr<testing::FaultPlan> plan)
      : GatewayFixture({.source = testing::WithFaults(testing::TestEngine(), plan), .limits = {}}),
        plan_(std::move(plan)) {}

  std::shared_ptr<testing::FaultPlan> plan_;
};

// Incident class F6: an unknown result is never an allow, and never a wrong deny.
TEST_F(GatewayFaults, WithoutTheStoreNoNewCredentialPassesAndNoneIsDenied) {
  EXPECT_EQ(StatusOf(Families()[0], {}, Bearer(token_)), 200);
  for (const Family& family : Families()) {
    const std::string fresh = SignedIn(cast_.ann);
    plan_->FailCall(1, 1000);
    const ClientAnswer answer = Ask(family, {}, Bearer(fresh));
    EXPECT_EQ(TrueStatusOf(family, answer), 503) << family.name;
    EXPECT_EQ(answer.Header("Retry-After"), "1") << family.name;
    plan_->Heal();
    EXPECT_EQ(StatusOf(family, {}, Bearer(fresh)), 200) << family.name;
  }
}

// The first database call fails, then the second, and so on.
TEST_F(GatewayFaults, NoFaultAllowsOrDeniesARequest) {
  model::Policy policy;
  policy.id = "forms";
  policy.permissions = {"forms:read"};
  for (const Family& family : Families()) {
    std::string fresh;
    int status = 0;
    const auto prepare = [&] {
      fresh = SignedIn(cast_.ann);
      // A changed policy must be read again.
      policy.hide_credential = !policy.hide_credential;
      Update(policy);
    };
    prepare();
    const int faults = testing::ForEveryFault(
        *plan_, [&] { status = StatusOf(family, {}, Bearer(fresh)); },
        [&](int n) {
          EXPECT_EQ(status, 503) << family.name << n;
          prepare();
        });
    EXPECT_EQ(status, 200) << family.name;
    EXPECT_GT(faults, 4) << family.name;
  }
}

TEST_F(GatewayFaults, WhoIsKnownPassesWithoutAskingTheStorage) {
  model::Policy policy;
  policy.id = "signed";
  policy.identity_jwt = true;
  Create(cast_.production, policy);
  for (const Family& family : Families()) {
    for (const char* name : {"forms", "signed"}) {
      EXPECT_EQ(StatusOf(family, {.policy = name}, Bearer(token_)), 200);
      plan_->FailCall(1, 1000);
      EXPECT_EQ(StatusOf(family, {.policy = name}, Bearer(token_)), 200);
      EXPECT_EQ(plan_->calls(), 0) << family.name << " " << name;
      plan_->Heal();
    }
  }
}

// If a changed policy cannot be read, its old version must not allow anything.
TEST_F(GatewayFaults, AChangedPolicyThatCannotBeReadIs503) {
  EXPECT_EQ(StatusOf(Families()[0], {}, Bearer(token_)), 200);
  model::Policy policy;
  policy.id = "forms";
  policy.permissions = {"users:manage"};
  Update(policy);
  plan_->FailCall(1, 1000);
  for (const Family& family : Families()) {
    EXPECT_EQ(StatusOf(family, {}, Bearer(token_)), 503) << family.name;
  }
  plan_->Heal();
  EXPECT_EQ(StatusOf(Families()[0], {}, Bearer(token_)), 403);
}

}  // namespace
}  // namespace bearward::gateway
