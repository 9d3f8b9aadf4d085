// Requirements of RFC 9110, RFC 6749 and RFC 6750 for every response, generated from the joined
// route table.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// TargetOf replaces the parameters of a pattern.
std::string TargetOf(const door::Route& route) {
  std::string target = route.pattern;
  for (std::size_t open = target.find('{'); open != std::string::npos; open = target.find('{')) {
    target.replace(open, target.find('}', open) + 1 - open, "x");
  }
  return target;
}

// A GraphQL response with errors is 200; the error has the code UNAUTHENTICATED.
bool IsGraphql(const door::Route& route) { return route.pattern == "/client/graphql"; }
bool IsGraphqlRefusal(const door::Route& route, const ClientAnswer& answer) {
  return IsGraphql(route) && answer.body.find("\"UNAUTHENTICATED\"") != std::string::npos;
}

class Standards : public ContractFixture {
 protected:
  static bool AcceptsBearer(const door::Route& route) {
    const door::CredentialForms& forms = route.guard.accepted;
    return std::ranges::find(forms, &door::kBearer) != forms.end();
  }
  static bool IsGateway(const door::Route& route) { return route.pattern.starts_with("/gateway"); }

  // ChallengeOf sends a request to a row that must answer it with 401; otherwise the test fails.
  static std::string ChallengeOf(const door::Route& route, ClientHeaders headers) {
    const ClientAnswer answer = Send(route.method, TargetOf(route), std::move(headers));
    const bool refused = answer.status == 401 || answer.status == 403;
    EXPECT_TRUE(refused) << route.pattern << " " << answer.status;
    return answer.status == 401 ? answer.Header("WWW-Authenticate") : "Bearer realm=";
  }
};

// RFC 9110 section 15.5.2; RFC 6750 section 3.1: no error code if no credential was presented.
TEST_F(Standards, EveryGuardedRowChallengesARequestWithoutACredential) {
  int rows = 0;
  for (const door::Route& route : core_->door().routes()) {
    if (route.guard.need.open()) continue;
    ++rows;
    const std::string challenge = ChallengeOf(route, {});
    EXPECT_THAT(challenge, HasSubstr("Bearer realm=")) << route.pattern;
    EXPECT_THAT(challenge, Not(HasSubstr("error="))) << route.pattern;
  }
  EXPECT_GT(rows, 20);
}

TEST_F(Standards, EveryGuardedRowSaysThatATokenIsInvalid) {
  for (const door::Route& route : core_->door().routes()) {
    if (route.guard.need.open() || !AcceptsBearer(route)) continue;
    // WorkSpan's DELETE /oauth/token answers 403 for a token that is not live.
    if (route.operation == "workspan.revoke_token" || IsGraphql(route)) continue;
    EXPECT_THAT(ChallengeOf(route, Bearer("unknown")), HasSubstr("error=\"invalid_token\""))
        << route.pattern;
  }
}

// A password, a refresh token or a client is refused; no bearer token was presented.
TEST_F(Standards, EveryOpenRowThatRefusesASubjectChallengesIt) {
  const std::string form =
      "username=nobody&password=wrong&client_id=nobody&client_secret=wrong&token=wrong"
      "&refresh_token=00000000-0000-4000-8000-000000000000&grant_type=client_credentials";
  std::vector<std::string_view> refusing;
  for (const door::Route& route : core_->door().routes()) {
    if (!route.guard.need.open() || route.method != Method::kPost || IsGateway(route)) continue;
    const ClientAnswer answer = Form(TargetOf(route), form);
    if (answer.status != 401) continue;
    refusing.push_back(route.operation);
    EXPECT_THAT(answer.Header("WWW-Authenticate"), HasSubstr(" realm=")) << route.pattern;
    EXPECT_THAT(answer.Header("WWW-Authenticate"), Not(HasSubstr("error="))) << route.pattern;
  }
  for (const std::string_view row :
       {"teletracker.login", "teletracker.refresh", "workmobile.authenticate", "oauth.create_token",
        "oauth.introspect", "oauth.revoke"}) {
    EXPECT_THAT(refusing, ::testing::Contains(row));
  }
}

// RFC 6749 section 5.1, for successes and errors of the token endpoint.
TEST_F(Standards, TokenAnswersAreNotStored) {
  const ClientAnswer login =
      Form("/auth/login", "username=ann&password=correct+horse+battery+staple");
  ASSERT_EQ(login.status, 200);
  const ClientAnswer refused = Form("/oauth2/token", "grant_type=client_credentials");
  ASSERT_EQ(refused.status, 401);
  for (const ClientAnswer& answer : {login, refused}) {
    EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.Header("Pragma"), "no-cache");
  }
}

// RFC 9110 section 15.5.16. Gateways are exempt, because they send the headers of another request.
TEST_F(Standards, EveryRowRefusesABodyInAContentCoding) {
  for (const door::Route& route : core_->door().routes()) {
    if (IsGateway(route)) continue;
    const ClientAnswer answer =
        Send(route.method, TargetOf(route), {{"Content-Encoding", "gzip"}}, "{}");
    EXPECT_EQ(answer.status, 415) << route.pattern;
    EXPECT_EQ(answer.Header("Accept-Encoding"), "identity") << route.pattern;
  }
  EXPECT_NE(Send(Method::kGet, "/gateway/nginx/x", {{"Content-Encoding", "gzip"}}, "{}").status,
            415);
}

TEST_F(Standards, ATrailingSlashIsTheSameResource) {
  EXPECT_EQ(Get("/api/").status, 200);
  EXPECT_EQ(Get("/WebAPI2/api/").status, 200);
  EXPECT_EQ(Form("/auth/login/", "username=ann&password=correct+horse+battery+staple").status, 200);
  EXPECT_EQ(Get("/api//").status, 404);
  const ClientAnswer other_method = Send(Method::kDelete, "/api/Account/Authenticate/");
  EXPECT_EQ(other_method.status, 405);
  EXPECT_EQ(other_method.Header("Allow"), "POST");
}

TEST_F(Standards, AJsonBodyMayBeginWithAByteOrderMark) {
  const std::string body = R"({"username":"ann","password":"correct horse battery staple"})";
  EXPECT_EQ(Json(Method::kPost, "/auth/login", "\xEF\xBB\xBF" + body).status, 200);
  EXPECT_EQ(Json(Method::kPost, "/auth/login", "\xEF\xBB" + body).status, 400);
}

// Basic contains the id and the secret percent-encoded (RFC 6749 section 2.3.1), or unencoded.
TEST_F(Standards, ASecretByBasicMayComeAsItIs) {
  Apply(R"([[applications]]
name = "Odd"
organization = "Acme"
client_id = "odd"
client_secret = "50%25 off + 100%"
)");
  const auto status = [](const std::string& pair) {
    return Form("/oauth2/token", "grant_type=client_credentials", Password("Basic", pair)).status;
  };
  EXPECT_EQ(status("odd:50%2525+off+%2B+100%25"), 200);
  EXPECT_EQ(status("odd:50%25 off + 100%"), 200);
  EXPECT_EQ(Form("/oauth2/token",
                 "grant_type=client_credentials&client_id=odd&client_secret=50%2525+off+%2B+100%25")
                .status,
            200);
  // Each of the two decodings applies to the whole pair, and a cached match of one is not used for
  // the other.
  EXPECT_EQ(status("odd:50%2525 off + 100%"), 401);
  EXPECT_EQ(status("odd:50%25 off   100%"), 401);
  EXPECT_EQ(Form("/oauth2/token",
                 "grant_type=client_credentials&client_id=odd&client_secret=50%25+off+%2B+100%25")
                .status,
            401);
}

// TeleTracker's OPTIONS is the only response without a body (contracts: teletracker.md).
TEST_F(Standards, OptionsOfTeleTrackerIs204WithoutABody) {
  const ClientAnswer answer = Send(Method::kOptions, "/auth/logout");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.content_type, "");
  EXPECT_EQ(answer.Header("Allow"), "POST, DELETE");
  EXPECT_EQ(Send(Method::kOptions, "/auth/nowhere").status, 404);
  EXPECT_EQ(Send(Method::kOptions, "/v1/whoami").status, 405);
}

// Without the setting no response names an origin.
TEST_F(Standards, NoPageMayReadAnythingByDefault) {
  const ClientHeaders page = {{"Origin", "https://app.example.com"},
                              {"Access-Control-Request-Method", "POST"}};
  for (const door::Route& route : core_->door().routes()) {
    const ClientAnswer answer = Send(Method::kOptions, TargetOf(route), page);
    EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "") << route.pattern;
    EXPECT_EQ(answer.Header("Vary"), "") << route.pattern;
  }
}

class CrossOrigin : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.cors_origins = {"https://app.example.com"};
    Start(std::move(config));
  }
  static ClientAnswer Preflight(const std::string& target, const std::string& origin,
                                const std::string& method = "POST") {
    return Send(Method::kOptions, target,
                {{"Origin", origin}, {"Access-Control-Request-Method", method}});
  }
  static ClientAnswer Ask(const std::string& target, const std::string& origin) {
    return Form(target, "grant_type=client_credentials", {{"Origin", origin}});
  }
};

TEST_F(CrossOrigin, TokenClientAndSignInEndpointsAreReadableErrorsIncluded) {
  for (const std::string target :
       {"/oauth2/token", "/oauth2/revoke", "/auth/login", "/auth/refresh", "/auth/logout",
        "/api/Account/Authenticate", "/oauth/token", "/client/token", "/client/graphql"}) {
    const ClientAnswer preflight = Preflight(target, "https://app.example.com");
    EXPECT_EQ(preflight.status, 204) << target;
    EXPECT_EQ(preflight.body, "") << target;
    EXPECT_EQ(preflight.Header("Access-Control-Allow-Origin"), "https://app.example.com") << target;
    EXPECT_THAT(preflight.Header("Access-Control-Allow-Methods"), HasSubstr("POST")) << target;
    EXPECT_THAT(preflight.Header("Access-Control-Allow-Headers"), HasSubstr("Authorization"));
    EXPECT_THAT(preflight.Header("Access-Control-Allow-Headers"),
                HasSubstr("WorkOS-Widgets-Type, WorkOS-Widgets-Version"));
    const ClientAnswer refused = Ask(target, "https://app.example.com");
    EXPECT_GE(refused.status, 400) << target;
    EXPECT_EQ(refused.Header("Access-Control-Allow-Origin"), "https://app.example.com") << target;
    EXPECT_EQ(refused.Header("Vary"), "Origin") << target;
  }
  const ClientAnswer login =
      Form("/auth/login", "username=ann&password=correct+horse+battery+staple",
           {{"Origin", "https://app.example.com"}});
  EXPECT_EQ(login.status, 200);
  EXPECT_EQ(login.Header("Access-Control-Allow-Origin"), "https://app.example.com");
}

// Incident class K2.
TEST_F(CrossOrigin, AnotherOriginMayReadNothing) {
  for (const std::string origin :
       {"https://app.example.com.evil.example", "null", "https://evil", "http://app.example.com"}) {
    for (const ClientAnswer& answer :
         {Preflight("/oauth2/token", origin), Ask("/oauth2/token", origin)}) {
      EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "") << origin;
      EXPECT_EQ(answer.Header("Access-Control-Allow-Credentials"), "") << origin;
      EXPECT_THAT(answer.Header("Vary"), HasSubstr("Origin")) << origin;
    }
  }
}

// The management API, data endpoints and gateways are for servers.
TEST_F(CrossOrigin, NoOtherRowIsReadable) {
  int readable = 0;
  for (const door::Route& route : core_->door().routes()) {
    if (route.cross_origin) {
      ++readable;
      continue;
    }
    std::string target = route.pattern.substr(0, route.pattern.find('{'));
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      const ClientAnswer answer = Preflight(target, "https://app.example.com", method);
      if (answer.Header("Access-Control-Allow-Origin").empty()) continue;
      // Another method of this path is readable.
      EXPECT_THAT(target, ::testing::AnyOf("/oauth/token")) << method;
    }
  }
  EXPECT_GE(readable, 9);
  EXPECT_EQ(Preflight("/v1/policies", "https://app.example.com").status, 405);
}

class HostLimited : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.dialects["oauth"].host = "id.example.com";
    config.dialects["teletracker"].host = "calls.example.com";
    Start(std::move(config));
  }
};

TEST_F(HostLimited, ADialectAndItsDocumentsAreServedForItsHostAlone) {
  for (const std::string target :
       {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
        "/.well-known/oauth-protected-resource", "/oauth2/jwks"}) {
    EXPECT_EQ(Get(target, {{"Host", "id.example.com"}}).status, 200) << target;
    EXPECT_EQ(Get(target, {{"Host", "ID.example.com:8443"}}).status, 200) << target;
    EXPECT_EQ(Get(target, {{"Host", "calls.example.com"}}).status, 404) << target;
    EXPECT_EQ(Get(target).status, 404) << target;
  }
  const std::string login = "username=ann&password=correct+horse+battery+staple";
  EXPECT_EQ(Form("/auth/login", login, {{"Host", "calls.example.com"}}).status, 200);
  const ClientAnswer elsewhere = Form("/auth/login", login, {{"Host", "id.example.com"}});
  EXPECT_EQ(elsewhere.status, 404);
  EXPECT_EQ(elsewhere.content_type, "application/problem+json");
  EXPECT_EQ(Get("/api", {{"Host", "id.example.com"}}).status, 200);
  EXPECT_EQ(Get("/v1/whoami", {{"Host", "calls.example.com"}}).status, 401);
}

class WithoutTeleTracker : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.trusted_proxies = {"192.0.2.0/24"};
    config.dialects["teletracker"].enabled = false;
    Start(std::move(config));
  }
};

// A proxy may read one of two credentials and this server the other, so the headers of disabled
// dialects count as well.
TEST_F(WithoutTeleTracker, ASecondCredentialInItsHeaderIsRefusedOnEveryRow) {
  const ClientHeaders key = {{"X-Api-Key", kAnnKey}};
  const ClientHeaders both = {{"X-Api-Key", kAnnKey}, {"Authentication", "Bearer other"}};
  EXPECT_EQ(Send(Method::kPost, "/auth/login").status, 404);
  EXPECT_EQ(Get("/v1/whoami", key).status, 200);
  for (const door::Route& route : core_->door().routes()) {
    // WorkSpan's DELETE /oauth/token answers 403 for every refused credential.
    if (route.guard.need.open() || route.operation == "workspan.revoke_token") continue;
    const ClientAnswer answer = Send(route.method, TargetOf(route), both);
    EXPECT_TRUE(answer.status == 401 || IsGraphqlRefusal(route, answer)) << route.pattern;
  }
  EXPECT_EQ(Text(Get("/v1/whoami", both), "code"), "ambiguous_credentials");
  const auto ask = [](ClientHeaders headers) {
    headers.emplace_back("X-Original-Method", "GET");
    headers.emplace_back("X-Original-URL", "http://api.acme.example/forms");
    return Get("/gateway/nginx/forms", std::move(headers));
  };
  EXPECT_EQ(ask(key).status, 200);
  EXPECT_EQ(ask(both).Header("X-Auth-Reason"), "ambiguous_credentials");
}

class IssuerWithPath : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.issuer = "https://example.com/auth";
    Start(std::move(config));
  }
};

// RFC 8414 section 3.1, RFC 9728 section 3.1, OpenID Connect Discovery 1.0 section 4.1.
TEST_F(IssuerWithPath, ItsDocumentsAreWhereClientsLook) {
  for (const std::string target :
       {"/.well-known/oauth-authorization-server/auth",
        "/auth/.well-known/oauth-authorization-server", "/.well-known/openid-configuration/auth",
        "/auth/.well-known/openid-configuration", "/.well-known/openid-configuration"}) {
    EXPECT_EQ(Text(Get(target), "issuer"), "https://example.com/auth") << target;
    EXPECT_EQ(Text(Get(target), "token_endpoint"), "https://example.com/auth/oauth2/token");
  }
  const ClientAnswer resource = Get("/.well-known/oauth-protected-resource/auth");
  EXPECT_EQ(Text(resource, "resource"), "https://example.com/auth");
  EXPECT_THAT(Get("/v1/whoami").Header("WWW-Authenticate"),
              HasSubstr("https://example.com/.well-known/oauth-protected-resource/auth\""));
}

TEST_F(IssuerWithPath, ItsEndpointsAreServedWithAndWithoutThePath) {
  for (const std::string top : {"", "/auth"}) {
    EXPECT_EQ(Get(top + "/oauth2/jwks").status, 200) << top;
    for (const std::string endpoint : {"token", "introspect", "revoke"}) {
      EXPECT_EQ(Form(top + "/oauth2/" + endpoint, "token=x&grant_type=client_credentials").status,
                401)
          << top << endpoint;
    }
  }
  EXPECT_EQ(Get("/other/oauth2/jwks").status, 404);
}

}  // namespace
}  // namespace bearward::app
