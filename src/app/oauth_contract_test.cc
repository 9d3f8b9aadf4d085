// OAuth 2.0: the requirements of the standards, tested on the whole program.
#include <algorithm>

#include "app/contract_fixture.h"
#include "testing/client_key.h"
#include "token/jwt.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kIssuer = "http://127.0.0.1:8080";
constexpr const char* kId = "nightly-sync";
constexpr const char* kSecret = "8c1f0b6de2a94f7ab35d7be0c4419e02";
constexpr const char* kResource = "https://api.acme.example";

std::string Escaped(std::string_view text) { return base::PercentEncode(text); }

class Oauth : public ContractFixture {
 protected:
  static ClientHeaders Basic(const std::string& id = kId, const std::string& secret = kSecret) {
    return Password("Basic", Escaped(id) + ":" + Escaped(secret));
  }
  static ClientAnswer Ask(const std::string& body, ClientHeaders headers = Basic(),
                          const std::string& path = "/oauth2/token") {
    return Form(path, body, std::move(headers));
  }
  static ClientAnswer Credentials(const std::string& more = {}, ClientHeaders headers = Basic()) {
    return Ask("grant_type=client_credentials" + more, std::move(headers));
  }
  static std::string ErrorOf(const ClientAnswer& answer) { return Text(answer, "error"); }
  static bool IsLive(const std::string& token) {
    return Get("/v1/whoami", Bearer(token)).status == 200;
  }
  static json::Value PayloadOf(const std::string& token) {
    return testing::Must(token::ParseJwt(token)).payload;
  }
  // Provision adds one more client of Acme.
  static void Provision(const std::string& id, const std::string& more) {
    Apply("[[applications]]\nname = \"" + id + "\"\norganization = \"Acme\"\nclient_id = \"" + id +
          "\"\nclient_secret = \"" + kSecret +
          "\"\npermissions = [\"forms:read\", \"jobs:read\"]\n" + more);
  }
  static std::string ApplicationId(const std::string& client_id) {
    const ClientAnswer token = Credentials({}, Basic(client_id));
    const json::Value self = Value(Get("/v1/whoami", Bearer(Text(token, "access_token"))));
    return *self.Find("subject")->Find("id")->AsString();
  }
  // Sandbox returns the path of the other environment's authorization server.
  static std::string Sandbox() {
    const json::Value self = Value(Get("/v1/whoami", Bearer(kSandboxKey)));
    return "/environments/" + *self.Find("environment")->Find("client_id")->AsString();
  }
};

// RFC 6749 section 4.4.3 and 5.1.
TEST_F(Oauth, ClientCredentialsGiveAnAccessTokenAndNoRefreshToken) {
  const ClientAnswer answer = Credentials();
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "token_type"), "Bearer");
  EXPECT_EQ(Number(answer, "expires_in"), 3600);
  EXPECT_EQ(Text(answer, "scope"), "forms:read forms:write");
  EXPECT_EQ(Value(answer).AsObject()->size(), 4U);
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  EXPECT_TRUE(IsLive(Text(answer, "access_token")));
}

// RFC 9068 section 2.
TEST_F(Oauth, AccessTokenIsAJwtAsTheStandardHasIt) {
  const std::string token = Text(Credentials(), "access_token");
  const token::Jwt jwt = testing::Must(token::ParseJwt(token));
  EXPECT_EQ(jwt.typ, "at+jwt");
  EXPECT_EQ(jwt.algorithm, crypto::Algorithm::kEs256);
  EXPECT_EQ(*jwt.payload.Find("iss")->AsString(), kIssuer);
  EXPECT_EQ(*jwt.payload.Find("aud")->AsString(), kIssuer);
  EXPECT_EQ(*jwt.payload.Find("sub")->AsString(), kId);
  EXPECT_EQ(*jwt.payload.Find("client_id")->AsString(), kId);
  EXPECT_EQ(*jwt.payload.Find("scope")->AsString(), "forms:read forms:write");
  EXPECT_EQ(*jwt.payload.Find("exp")->AsInt() - *jwt.payload.Find("iat")->AsInt(), 3600);
  EXPECT_NE(*PayloadOf(Text(Credentials(), "access_token")).Find("jti")->AsString(),
            *jwt.payload.Find("jti")->AsString());
}

TEST_F(Oauth, OurOwnApiKnowsWhoActsByTheToken) {
  const json::Value self = Value(Get("/v1/whoami", Bearer(Text(Credentials(), "access_token"))));
  EXPECT_EQ(*self.Find("subject")->Find("kind")->AsString(), "application");
  EXPECT_EQ(*self.Find("credential")->Find("profile")->AsString(), "oauth.jwt");
  EXPECT_THAT(*self.Find("credential")->Find("id")->AsString(), StartsWith("tok_"));
  EXPECT_TRUE(self.Find("session_id")->IsNull());
  ASSERT_EQ(self.Find("permissions")->AsArray()->size(), 2U);
}

// RFC 6749 section 2.3.1: the server MUST support Basic, and MAY support the body.
TEST_F(Oauth, SecretComesByBasicOrInTheBody) {
  const std::string body = std::string("&client_id=") + kId + "&client_secret=" + kSecret;
  EXPECT_EQ(Credentials(body, {}).status, 200);
  // Section 2.3: a client MUST NOT use more than one method.
  EXPECT_EQ(Credentials(body).status, 400);
  EXPECT_EQ(ErrorOf(Credentials(body)), "invalid_request");
}

// RFC 6749 section 5.2: the 401 challenges a client that used the header with the same scheme.
TEST_F(Oauth, ClientThatFailsAuthenticationIs401) {
  const ClientAnswer wrong = Credentials({}, Basic(kId, "wrong"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(ErrorOf(wrong), "invalid_client");
  EXPECT_THAT(wrong.Header("WWW-Authenticate"), StartsWith("Basic "));
  EXPECT_EQ(wrong.Header("Cache-Control"), "no-store");
  const ClientAnswer unknown = Credentials({}, Basic("nobody", "wrong"));
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.body, wrong.body);
  const ClientAnswer in_body = Credentials("&client_id=nobody&client_secret=wrong", {});
  EXPECT_EQ(in_body.status, 401);
  EXPECT_THAT(in_body.Header("WWW-Authenticate"), StartsWith("Basic realm="));
  EXPECT_EQ(Credentials({}, {}).status, 401);
}

TEST_F(Oauth, RequestsThatCannotBeReadAreInvalid) {
  EXPECT_EQ(ErrorOf(Ask("")), "invalid_request");
  EXPECT_EQ(ErrorOf(Ask("grant_type=")), "invalid_request") << "without a value it is omitted";
  EXPECT_EQ(ErrorOf(Ask("grant_type=client_credentials&grant_type=client_credentials")),
            "invalid_request");
  EXPECT_EQ(ErrorOf(Json(Method::kPost, "/oauth2/token", R"({"grant_type":"client_credentials"})",
                         Basic())),
            "invalid_request");
  EXPECT_EQ(ErrorOf(Ask("grant_type=password&username=a&password=b")), "unsupported_grant_type");
  EXPECT_EQ(ErrorOf(Ask("grant_type=refresh_token")), "invalid_request");
  EXPECT_EQ(ErrorOf(Ask("grant_type=refresh_token&refresh_token=x")), "invalid_grant");
  EXPECT_EQ(Get("/oauth2/token").status, 405);
  EXPECT_EQ(ErrorOf(Get("/oauth2/token")), "invalid_request");
}

// RFC 6749 section 3.3.
TEST_F(Oauth, ScopeIsWithinTheClientsOwn) {
  EXPECT_EQ(Text(Credentials("&scope=forms%3Aread"), "scope"), "forms:read");
  EXPECT_EQ(Text(Credentials("&scope=forms:write+forms:read"), "scope"), "forms:read forms:write");
  for (const char* scope : {"api:access", "forms:read+api:access", "*", "forms:read++forms:write",
                            "+", "forms%22read", "forms%5Cread", "FORMS:READ"}) {
    const ClientAnswer answer = Credentials(std::string("&scope=") + scope);
    EXPECT_EQ(answer.status, 400) << scope;
    EXPECT_EQ(ErrorOf(answer), "invalid_scope") << scope;
  }
}

// RFC 8707 section 2.
TEST_F(Oauth, ResourceBecomesTheAudienceAndOnlyThere) {
  const std::string elsewhere =
      Text(Credentials("&resource=" + Escaped(kResource)), "access_token");
  EXPECT_EQ(*PayloadOf(elsewhere).Find("aud")->AsString(), kResource);
  EXPECT_FALSE(IsLive(elsewhere)) << "a token for another resource server is none for us";
  const std::string both =
      Text(Credentials("&resource=" + Escaped(kResource) + "&resource=" + Escaped(kIssuer)),
           "access_token");
  EXPECT_EQ(PayloadOf(both).Find("aud")->AsArray()->size(), 2U);
  EXPECT_TRUE(IsLive(both));
  for (const char* resource : {"https://evil.example", "https://api.acme.example/", "x",
                               "https://api.acme.example#fragment"}) {
    EXPECT_EQ(ErrorOf(Credentials("&resource=" + Escaped(resource))), "invalid_target");
  }
}

TEST_F(Oauth, TokenMayOnlyWhatItsScopeSays) {
  Provision("scoped", "");
  const std::string narrow = Text(Credentials("&scope=jobs:read", Basic("scoped")), "access_token");
  const json::Value self = Value(Get("/v1/whoami", Bearer(narrow)));
  ASSERT_EQ(self.Find("permissions")->AsArray()->size(), 1U);
  // A permission that the application loses is lost by its tokens at once.
  Apply(
      "[[applications]]\nname = \"scoped\"\norganization = \"Acme\"\nclient_id = \"scoped\"\n"
      "permissions = [\"forms:read\"]\n");
  EXPECT_TRUE(Value(Get("/v1/whoami", Bearer(narrow))).Find("permissions")->AsArray()->empty());
}

TEST_F(Oauth, ReferenceTokensAreOpaque) {
  Provision("opaque", "token_format = \"reference\"\n");
  const ClientAnswer answer = Credentials({}, Basic("opaque"));
  EXPECT_EQ(Text(answer, "access_token").size(), 36U);
  EXPECT_EQ(Text(answer, "refresh_token"), "");
  EXPECT_TRUE(IsLive(Text(answer, "access_token")));
}

// RFC 6749 section 6, RFC 9700 section 4.14.
TEST_F(Oauth, RefreshTokensRotateAndReuseEndsTheFamily) {
  Provision("rotating", "refresh_tokens = true\n");
  const ClientAnswer first = Credentials({}, Basic("rotating"));
  const std::string body = "grant_type=refresh_token&refresh_token=" + Text(first, "refresh_token");
  clock_->Advance(std::chrono::minutes(1));
  const ClientAnswer second = Ask(body, Basic("rotating"));
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_NE(Text(second, "refresh_token"), Text(first, "refresh_token"));
  EXPECT_FALSE(IsLive(Text(first, "access_token")));
  EXPECT_EQ(Text(Ask(body, Basic("rotating")), "refresh_token"), Text(second, "refresh_token"))
      << "a lost answer is given again";
  clock_->Advance(std::chrono::minutes(1));
  EXPECT_EQ(ErrorOf(Ask(body, Basic("rotating"))), "invalid_grant");
  EXPECT_FALSE(IsLive(Text(second, "access_token")));
}

// Section 10.4: the server MUST maintain the binding between a refresh token and its client.
TEST_F(Oauth, RefreshTokenOfAnotherClientIsAnInvalidGrant) {
  Provision("holder", "refresh_tokens = true\n");
  const ClientAnswer held = Credentials({}, Basic("holder"));
  const std::string body = "grant_type=refresh_token&refresh_token=" + Text(held, "refresh_token");
  const ClientAnswer stolen = Ask(body);
  EXPECT_EQ(stolen.status, 400);
  EXPECT_EQ(ErrorOf(stolen), "invalid_grant");
  EXPECT_EQ(Ask(body, Basic("holder")).status, 200);
}

// RFC 7523 sections 2.2 and 3.
TEST_F(Oauth, ClientMaySignInsteadOfKnowingASecret) {
  const testing::ClientKey key;
  Provision("signer", "jwks = '" + key.jwks() + "'\n");
  const auto assertion = [&](const std::string& id, const std::string& audience) {
    const testing::AssertionPayload payload{"signer", "signer", audience,
                                            base::ToSeconds(clock_->Now()) + 60, id};
    return "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
           "&client_assertion=" +
           key.Sign(payload.Text());
  };
  EXPECT_EQ(Credentials(assertion("1", kIssuer), {}).status, 200);
  EXPECT_EQ(Credentials(assertion("2", std::string(kIssuer) + "/oauth2/token"), {}).status, 200);
  // Incident class A4.
  const ClientAnswer replayed = Credentials(assertion("1", kIssuer), {});
  EXPECT_EQ(replayed.status, 401);
  EXPECT_EQ(ErrorOf(replayed), "invalid_client");
  EXPECT_EQ(Credentials(assertion("3", "https://evil.example"), {}).status, 401);
  EXPECT_EQ(ErrorOf(Credentials(assertion("4", kIssuer))), "invalid_request");
  EXPECT_EQ(Credentials("&client_id=" + std::string(kId) + assertion("5", kIssuer), {}).status,
            401);
}

// P32: secrets rotate without downtime.
TEST_F(Oauth, SecretsOverlap) {
  Provision("overlapping", "");
  const std::string path = "/v1/applications/" + ApplicationId("overlapping") + "/secrets";
  const ClientAnswer added =
      Json(Method::kPost, path, R"({"overlap_seconds":60})", Bearer(kProductionKey));
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.Header("Cache-Control"), "no-store");
  const std::string secret = Text(added, "value");
  EXPECT_EQ(Credentials({}, Basic("overlapping")).status, 200);
  EXPECT_EQ(Credentials({}, Basic("overlapping", secret)).status, 200);
  const ClientAnswer list = Get(path, Bearer(kProductionKey));
  EXPECT_EQ(Value(list).Find("data")->AsArray()->size(), 2U);
  EXPECT_THAT(list.body, ::testing::Not(HasSubstr(secret)));
  clock_->Advance(std::chrono::seconds(60));
  EXPECT_EQ(Credentials({}, Basic("overlapping")).status, 401);
  EXPECT_EQ(Credentials({}, Basic("overlapping", secret)).status, 200);
  EXPECT_EQ(Send(Method::kDelete, path + "/" + Text(added, "id"), Bearer(kProductionKey)).status,
            200);
  EXPECT_EQ(Credentials({}, Basic("overlapping", secret)).status, 401);
  EXPECT_EQ(Json(Method::kPost, path, R"({"overlap_seconds":-1})", Bearer(kProductionKey)).status,
            400);
  EXPECT_EQ(Json(Method::kPost, path, "{}", Bearer(kSandboxKey)).status, 404);
}

// Incident class B4, with self-contained tokens, which are not stored.
TEST_F(Oauth, ResettingOrDisablingAClientEndsItsTokensAtOnce) {
  for (const char* action : {"/disable", "/reset_secret"}) {
    const std::string name = std::string("ending") + (action + 1);
    Provision(name, "");
    const std::string path = "/v1/applications/" + ApplicationId(name);
    const std::string token = Text(Credentials({}, Basic(name)), "access_token");
    ASSERT_TRUE(IsLive(token));
    EXPECT_EQ(Send(Method::kPost, path + action, Bearer(kProductionKey)).status, 200);
    EXPECT_FALSE(IsLive(token)) << action;
    EXPECT_EQ(Credentials({}, Basic(name)).status, 401) << action;
    EXPECT_EQ(Send(Method::kPost, path + "/enable", Bearer(kProductionKey)).status, 200);
    EXPECT_FALSE(IsLive(token)) << action;
  }
}

TEST_F(Oauth, TokensEndToTheSecond) {
  const std::string token = Text(Credentials(), "access_token");
  clock_->Advance(std::chrono::seconds(3599));
  EXPECT_TRUE(IsLive(token));
  clock_->Advance(std::chrono::seconds(1));
  EXPECT_FALSE(IsLive(token));
}

// RFC 8414 sections 2 and 3.
TEST_F(Oauth, MetadataNamesTheServerAndOnlyWhatWorks) {
  const ClientAnswer answer = Get("/.well-known/oauth-authorization-server");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(Text(answer, "issuer"), kIssuer);
  EXPECT_EQ(Text(answer, "token_endpoint"), std::string(kIssuer) + "/oauth2/token");
  EXPECT_EQ(Text(answer, "jwks_uri"), std::string(kIssuer) + "/oauth2/jwks");
  EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("authorization_endpoint")));
}

// OpenID Connect Discovery 1.0 section 3: strict clients refuse a document without these.
TEST_F(Oauth, OpenIdMetadataHasEveryRequiredMemberAndItsEndpointsExist) {
  const ClientAnswer answer = Get("/.well-known/openid-configuration");
  const json::Value metadata = Value(answer);
  for (const char* member : {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri",
                             "response_types_supported", "subject_types_supported",
                             "id_token_signing_alg_values_supported"}) {
    EXPECT_NE(metadata.Find(member), nullptr) << member;
  }
  const std::string authorize =
      Text(answer, "authorization_endpoint").substr(std::string_view(kIssuer).size());
  for (const Method method : {Method::kGet, Method::kPost}) {
    const ClientAnswer refused = Send(method, authorize + "?response_type=code&redirect_uri=x:y");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(ErrorOf(refused), "unsupported_response_type");
    EXPECT_EQ(refused.Header("Location"), "");
  }
}

// RFC 7517 section 5: the document may be cached for minutes and has an ETag.
TEST_F(Oauth, KeysArePublishedWithTheNextOneAndAVersion) {
  const ClientAnswer answer = Get("/oauth2/jwks");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("Cache-Control"), "public, max-age=300");
  const json::Value set = Value(answer);
  const token::Jwt jwt = testing::Must(token::ParseJwt(Text(Credentials(), "access_token")));
  const auto& keys = *set.Find("keys")->AsArray();
  const auto signer = std::ranges::find_if(
      keys, [&](const json::Value& key) { return *key.Find("kid")->AsString() == jwt.kid; });
  ASSERT_NE(signer, keys.end());
  EXPECT_EQ(*signer->Find("alg")->AsString(), "ES256");
  EXPECT_EQ(*signer->Find("use")->AsString(), "sig");
  EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("session-key-")))
      << "who trusts access tokens need not trust the keys of others";
  const std::string etag = answer.Header("ETag");
  for (const std::string& sent : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
    const ClientAnswer known = Get("/oauth2/jwks", {{"If-None-Match", sent}});
    EXPECT_EQ(known.status, 304) << sent;
    EXPECT_EQ(known.body, "");
    EXPECT_EQ(known.Header("ETag"), etag);
  }
  EXPECT_EQ(Get("/oauth2/jwks", {{"If-None-Match", "\"other\""}}).status, 200);
}

// RFC 9728 sections 2 and 5.1.
TEST_F(Oauth, OurApiSaysWhereItsTokensAreToBeHad) {
  const ClientAnswer answer = Get("/.well-known/oauth-protected-resource");
  EXPECT_EQ(Text(answer, "resource"), kIssuer);
  EXPECT_THAT(answer.body, HasSubstr(R"("authorization_servers":["http://127.0.0.1:8080"])"));
  const ClientAnswer refused = Get("/v1/whoami");
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.Header("WWW-Authenticate"),
              HasSubstr("resource_metadata=\"http://127.0.0.1:8080/.well-known/"
                        "oauth-protected-resource\""));
}

// Each environment is a separate authorization server; its tokens are invalid in every other one.
TEST_F(Oauth, EnvironmentsAreServersOfTheirOwn) {
  Apply(
      "[[applications]]\nenvironment = \"demo.workspan.com\"\nname = \"Sandbox Sync\"\n"
      "organization = \"Initech\"\nclient_id = \"sandbox-sync\"\nclient_secret = \"" +
      std::string(kSecret) + "\"\npermissions = [\"forms:read\"]\n");
  const std::string path = Sandbox();
  const std::string issuer = kIssuer + path;
  const std::string body = "grant_type=client_credentials";
  const ClientHeaders client = Basic("sandbox-sync");
  const ClientAnswer answer = Ask(body, client, path + "/oauth2/token");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::string token = Text(answer, "access_token");
  EXPECT_EQ(*PayloadOf(token).Find("iss")->AsString(), issuer);
  EXPECT_EQ(*PayloadOf(token).Find("aud")->AsString(), issuer);
  EXPECT_EQ(Ask(body, client).status, 401);
  EXPECT_EQ(Ask(body, Basic(), path + "/oauth2/token").status, 401);
  EXPECT_TRUE(IsLive(token)) << "our own API serves every environment";
  for (const std::string& where :
       {"/.well-known/oauth-authorization-server" + path,
        "/.well-known/openid-configuration" + path, path + "/.well-known/openid-configuration",
        path + "/.well-known/oauth-authorization-server"}) {
    EXPECT_EQ(Text(Get(where), "issuer"), issuer) << where;
    EXPECT_EQ(Text(Get(where), "token_endpoint"), issuer + "/oauth2/token") << where;
  }
  EXPECT_NE(Get(path + "/oauth2/jwks").body, Get("/oauth2/jwks").body);
  EXPECT_EQ(Get("/environments/client_none/oauth2/jwks").status, 404);
  EXPECT_EQ(Get("/.well-known/oauth-authorization-server/environments/none").status, 404);
  EXPECT_EQ(Ask(body, client, "/environments/client_none/oauth2/token").status, 401);
}

TEST_F(Oauth, RefreshTokenMeansNothingInAnotherEnvironment) {
  Provision("here", "refresh_tokens = true\n");
  const ClientAnswer held = Credentials({}, Basic("here"));
  Apply(
      "[[applications]]\nenvironment = \"demo.workspan.com\"\nname = \"here\"\n"
      "organization = \"Initech\"\nclient_id = \"here\"\nclient_secret = \"" +
      std::string(kSecret) + "\"\n");
  const std::string body = "grant_type=refresh_token&refresh_token=" + Text(held, "refresh_token");
  EXPECT_EQ(ErrorOf(Ask(body, Basic("here"), Sandbox() + "/oauth2/token")), "invalid_grant");
  EXPECT_EQ(Ask(body, Basic("here")).status, 200);
}

// RFC 6749 section 5.2 bounds the characters of a description.
TEST_F(Oauth, DescriptionsAreAsciiWithoutQuotes) {
  for (const ClientAnswer& answer :
       {Ask(""), Credentials({}, Basic(kId, "wrong")), Credentials("&scope=x"),
        Credentials("&resource=x"), Ask("grant_type=x"), Get("/oauth2/none")}) {
    for (const char c : Text(answer, "error_description")) {
      EXPECT_TRUE(c >= ' ' && c < 0x7f && c != '"' && c != '\\') << answer.body;
    }
  }
}

}  // namespace
}  // namespace bearward::app
