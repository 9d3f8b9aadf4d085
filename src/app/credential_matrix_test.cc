// Which credentials each row accepts: every guarded row of the joined table is tested with every
// kind of credential and every token profile, and each must be accepted or refused as listed
// (finding: a 300 s client token could make keys that never expire). A new row fails here until it
// has a line in the table.
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/contract_fixture.h"
#include "app/credential_matrix_administration.h"
#include "app/credential_matrix_authorization.h"
#include "app/credential_matrix_delivery.h"
#include "app/credential_matrix_email.h"
#include "app/credential_matrix_events.h"
#include "app/credential_matrix_vendors.h"
#include "app/credential_matrix_workspan.h"

namespace bearward::app {
namespace {

// The subjects have every permission, so only the guard can refuse them.
constexpr const char* kMighty = R"(
[[roles]]
slug = "everything"
permissions = ["*"]
[[users]]
username = "mighty"
password = "a mighty password"
memberships = [{ organization = "Acme", roles = ["everything"] }]
[[users]]
username = "integrator"
password = "a mighty password"
integrator = true
memberships = [{ organization = "Acme", roles = ["everything"] }]
[[api_keys]]
user = "mighty"
value = "5d0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e45"
[[applications]]
name = "Mighty"
organization = "Acme"
client_id = "mighty"
client_secret = "c9c1f0b6de2a94f7ab35d7be0c4419e0"
access_profile = "ObjectReadWrite"
permissions = ["*"]
[[applications]]
name = "Mighty references"
organization = "Acme"
client_id = "mighty-reference"
client_secret = "d9c1f0b6de2a94f7ab35d7be0c4419e0"
permissions = ["*"]
token_format = "reference"
)";

// One letter per credential, in the order of the columns below.
//   m workmobile   t teletracker   s workspan   c workos.client   j oauth.jwt   r oauth.reference
//   k API key of a user   e API key of an environment   b basic   i integrator
//   o session of the console   n API key of an organization   w workos.widget
constexpr std::string_view kAll = "mtscjrkebionw";
// Management rows accept sign-ins, OAuth clients and API keys. They refuse tokens that a vendor
// issues for one purpose, and passwords in a header.
constexpr std::string_view kManagement = "mtjrkeo";
// Rows that verify the credentials of others also accept the machine tokens of WorkSpan.
constexpr std::string_view kAskers = "mtsjrkeo";

const std::map<std::string, std::string_view>& MatrixOfV1() {
  static const std::map<std::string, std::string_view> kMatrix = {
      {"GET /v1/whoami", kAll},
      {"GET /v1/events", kManagement},
      {"GET /v1/events/{number}", kManagement},
      {"GET /v1/denials/{request_id}", kManagement},
      {"GET /v1/signing_keys", kManagement},
      {"GET /v1/signing_keys/{id}", kManagement},
      {"POST /v1/signing_keys/rotate", kManagement},
      {"GET /v1/branding", kManagement},
      {"GET /v1/settings", kManagement},
      {"GET /v1/traffic", kManagement},
      {"PATCH /v1/branding", kManagement},
      {"GET /v1/policies", kManagement},
      {"POST /v1/policies", kManagement},
      {"GET /v1/policies/{name}", kManagement},
      {"PUT /v1/policies/{name}", kManagement},
      {"PATCH /v1/policies/{name}", kManagement},
      {"DELETE /v1/policies/{name}", kManagement},
      {"DELETE /v1/roles/{slug}", kManagement},
      {"GET /v1/sessions/{id}", kManagement},
      {"POST /v1/sessions/{id}/revoke", kManagement},
      {"GET /v1/users/{id}", kManagement},
      {"POST /v1/users/{id}/unlock", kManagement},
      {"GET /v1/users/{id}/api_key", kManagement},
      {"POST /v1/users/{id}/api_key", kManagement},
      {"GET /v1/organization_api_keys/{id}", kManagement},
      {"GET /v1/api_keys/{id}", kManagement},
      {"PATCH /v1/api_keys/{id}", kManagement},
      {"POST /v1/api_keys/{id}/revoke", kManagement},
      {"GET /v1/api_keys/{id}/usage", kManagement},
      {"POST /v1/users/{id}/activate", kManagement},
      {"POST /v1/users/{id}/deactivate", kManagement},
      {"PUT /v1/users/{id}/password", kManagement},
      {"POST /v1/organizations/{id}/enable", kManagement},
      {"POST /v1/organizations/{id}/disable", kManagement},
      {"PUT /v1/organizations/{id}/rate_limit", kManagement},
      {"GET /v1/applications", kManagement},
      {"POST /v1/applications", kManagement},
      {"GET /v1/applications/{id}", kManagement},
      {"PATCH /v1/applications/{id}", kManagement},
      {"DELETE /v1/applications/{id}", kManagement},
      {"GET /v1/access_profiles", kManagement},
      {"POST /v1/access_profiles", kManagement},
      {"GET /v1/access_profiles/{name}", kManagement},
      {"PUT /v1/access_profiles/{name}", kManagement},
      {"DELETE /v1/access_profiles/{name}", kManagement},
      {"POST /v1/applications/{id}/enable", kManagement},
      {"POST /v1/applications/{id}/disable", kManagement},
      {"PUT /v1/applications/{id}/rate_limit", kManagement},
      {"POST /v1/applications/{id}/reset_secret", kManagement},
      {"POST /v1/applications/{id}/secrets", kManagement},
      {"GET /v1/applications/{id}/secrets", kManagement},
      {"DELETE /v1/applications/{id}/secrets/{secret}", kManagement},
      {"POST /sign-out", "o"},
      {"POST /sign-in/switch", "o"},
      {"POST /v1/users/{id}/masquerade", "o"},
      {"GET /v1/administrators", kManagement},
      {"POST /v1/administrators", kManagement},
      {"DELETE /v1/administrators/{id}", kManagement},
      {"POST /v1/verify", kAskers},
      {"POST /v1/verify/batch", kAskers},
  };
  return kMatrix;
}

const std::map<std::string, std::string_view>& MatrixOfWorkOs() {
  static const std::map<std::string, std::string_view> kMatrix = {
      {"POST /client/token", "e"},
      {"POST /widgets/token", "e"},
      {"POST /client/graphql", "cw"},
      {"GET /organizations", "eo"},
      {"POST /organizations", "eo"},
      {"GET /organizations/{id}", "eo"},
      {"GET /organizations/external_id/{external_id}", "eo"},
      {"PUT /organizations/{id}", "eo"},
      {"DELETE /organizations/{id}", "eo"},
      {"GET /user_management/users", "eo"},
      {"POST /user_management/users", "eo"},
      {"GET /user_management/users/{id}", "eo"},
      {"GET /user_management/users/external_id/{external_id}", "eo"},
      {"PUT /user_management/users/{id}", "eo"},
      {"DELETE /user_management/users/{id}", "eo"},
      {"GET /user_management/users/{id}/identities", "eo"},
      {"GET /user_management/users/{id}/sessions", "eo"},
      {"POST /user_management/sessions/revoke", "eo"},
      {"GET /user_management/organization_memberships", "eo"},
      {"POST /user_management/organization_memberships", "eo"},
      {"GET /user_management/organization_memberships/{id}", "eo"},
      {"PUT /user_management/organization_memberships/{id}", "eo"},
      {"DELETE /user_management/organization_memberships/{id}", "eo"},
      {"PUT /user_management/organization_memberships/{id}/deactivate", "eo"},
      {"PUT /user_management/organization_memberships/{id}/reactivate", "eo"},
      {"POST /organization_domains", "eo"},
      {"GET /organization_domains/{id}", "eo"},
      {"DELETE /organization_domains/{id}", "eo"},
      {"POST /organization_domains/{id}/verify", "eo"},
  };
  return kMatrix;
}

const std::map<std::string, std::string_view>& MatrixOfWorkOsAccess() {
  static const std::map<std::string, std::string_view> kMatrix = {
      {"GET /authorization/permissions", "eo"},
      {"POST /authorization/permissions", "eo"},
      {"GET /authorization/permissions/{slug}", "eo"},
      {"PATCH /authorization/permissions/{slug}", "eo"},
      {"DELETE /authorization/permissions/{slug}", "eo"},
      {"GET /authorization/roles", "eo"},
      {"POST /authorization/roles", "eo"},
      {"GET /authorization/roles/{slug}", "eo"},
      {"PATCH /authorization/roles/{slug}", "eo"},
      {"PUT /authorization/roles/{slug}/permissions", "eo"},
      {"POST /authorization/roles/{slug}/permissions", "eo"},
      {"GET /authorization/organizations/{organization_id}/roles", "eo"},
      {"POST /authorization/organizations/{organization_id}/roles", "eo"},
      {"GET /authorization/organizations/{organization_id}/roles/{slug}", "eo"},
      {"PATCH /authorization/organizations/{organization_id}/roles/{slug}", "eo"},
      {"DELETE /authorization/organizations/{organization_id}/roles/{slug}", "eo"},
      {"PUT /authorization/organizations/{organization_id}/roles/{slug}/permissions", "eo"},
      {"POST /authorization/organizations/{organization_id}/roles/{slug}/permissions", "eo"},
      {"DELETE /authorization/organizations/{organization_id}/roles/{slug}/permissions/"
       "{permission_slug}",
       "eo"},
      {"GET /organizations/{organization_id}/roles", "eo"},
      {"GET /organizations/{organization_id}/groups", "eo"},
      {"POST /organizations/{organization_id}/groups", "eo"},
      {"GET /organizations/{organization_id}/groups/{id}", "eo"},
      {"PATCH /organizations/{organization_id}/groups/{id}", "eo"},
      {"DELETE /organizations/{organization_id}/groups/{id}", "eo"},
      {"POST /organizations/{organization_id}/groups/{id}/organization-memberships", "eo"},
      {"GET /organizations/{organization_id}/groups/{id}/organization-memberships", "eo"},
      {"DELETE /organizations/{organization_id}/groups/{id}/organization-memberships/"
       "{membership_id}",
       "eo"},
      {"GET /user_management/organization_memberships/{membership_id}/groups", "eo"},
      {"GET /user_management/redirect_uris", "eo"},
      {"POST /user_management/redirect_uris", "eo"},
      {"DELETE /user_management/redirect_uris/{id}", "eo"},
      {"GET /user_management/cors_origins", "eo"},
      {"POST /user_management/cors_origins", "eo"},
      {"GET /user_management/jwt_template", "eo"},
      {"PUT /user_management/jwt_template", "eo"},
      {"GET /feature-flags", "eo"},
      {"GET /feature-flags/{slug}", "eo"},
      {"PUT /feature-flags/{slug}/enable", "eo"},
      {"PUT /feature-flags/{slug}/disable", "eo"},
      {"POST /feature-flags/{slug}/targets/{target_id}", "eo"},
      {"DELETE /feature-flags/{slug}/targets/{target_id}", "eo"},
      {"GET /organizations/{organization_id}/feature-flags", "eo"},
      {"GET /user_management/users/{user_id}/feature-flags", "eo"},
      {"GET /sdk/feature-flags", "eo"},
      {"POST /api_keys/validations", "eo"},
      {"DELETE /api_keys/{id}", "eo"},
      {"POST /api_keys/{id}/expire", "eo"},
      {"GET /organizations/{organization_id}/api_keys", "eo"},
      {"POST /organizations/{organization_id}/api_keys", "eo"},
      {"GET /user_management/users/{user_id}/api_keys", "eo"},
      {"POST /user_management/users/{user_id}/api_keys", "eo"},
  };
  return kMatrix;
}

const std::map<std::string, std::string_view>& Matrix() {
  static const std::map<std::string, std::string_view> kWhole = [] {
    std::map<std::string, std::string_view> all = MatrixOfV1();
    for (const auto* more :
         {&MatrixOfAdministration(), &MatrixOfDelivery(), &MatrixOfWorkOs(),
          &MatrixOfWorkOsAccess(), &MatrixOfWorkOsEmail(), &MatrixOfWorkOsAuthorization(),
          &MatrixOfWorkOsEvents(), &MatrixOfVendors(), &MatrixOfWorkSpan()}) {
      all.insert(more->begin(), more->end());
    }
    return all;
  }();
  return kWhole;
}

// GatewayRow is an open row that verifies a credential itself, under a policy that accepts every
// kind.
struct GatewayRow {
  std::string target;
  ClientHeaders headers;
};
const std::vector<GatewayRow>& GatewayRows() {
  static const std::vector<GatewayRow> kRows = {
      {"/gateway/nginx/any", {{"X-Original-Method", "GET"}, {"X-Original-URL", "http://a/x"}}},
      {"/gateway/forward-auth/any",
       {{"X-Forwarded-Method", "GET"},
        {"X-Forwarded-Proto", "http"},
        {"X-Forwarded-Host", "a"},
        {"X-Forwarded-Uri", "/x"}}},
      {"/gateway/envoy/any/x", {{"Host", "a"}}},
  };
  return kRows;
}
constexpr std::string_view kGateways = "mtscjrken";

class CredentialMatrix : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    // Gateways answer trusted peers only; this is the network of the test client.
    Config config;
    config.trusted_proxies = {"192.0.2.0/24"};
    Start(config);
    Apply(kMighty);
    EXPECT_EQ(Json(Method::kPost, "/v1/policies", R"({"name":"any","permissions":[]})",
                   Bearer(kProductionKey))
                  .status,
              201);
    key_ = Text(Json(Method::kPost, "/organizations/" + std::string(kAcme) + "/api_keys",
                     R"({"name":"Mighty","permissions":["*"]})", Bearer(kProductionKey)),
                "value");
    user_ = *Value(Get("/v1/whoami", Key())).Find("subject")->Find("id")->AsString();
  }

  static ClientHeaders Key() { return {{"X-Api-Key", "5d0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e45"}}; }
  static ClientHeaders Oauth(const std::string& client, const std::string& secret) {
    return Bearer(Text(Form("/oauth2/token", "grant_type=client_credentials",
                            Password("Basic", client + ":" + secret)),
                       "access_token"));
  }

  // TokenOfUser is a token that a server of the customer gets for this user in acme.
  static ClientHeaders TokenOfUser(const std::string& path) {
    return Bearer(Text(
        Json(Method::kPost, path,
             R"({"organization_id":")" + std::string(kAcme) + R"(","user_id":")" + user_ + R"("})",
             Bearer(kProductionKey)),
        "token"));
  }

  // Make returns a new live credential, because some rows end the session of the caller.
  static ClientHeaders Make(char which) {
    const std::string login = R"({"username":"mighty","password":"a mighty password"})";
    switch (which) {
      case 'm':
        return Bearer(Json(Method::kPost, "/api/Account/Authenticate", login).body);
      case 't':
        return Bearer(Text(Json(Method::kPost, "/auth/login", login), "token"));
      case 's':
        return Bearer(Text(Json(Method::kPost, "/oauth/token",
                                R"({"grant_type":"client_credentials","client_id":"mighty",)"
                                R"("client_secret":"c9c1f0b6de2a94f7ab35d7be0c4419e0"})"),
                           "access_token"));
      case 'c':
        return TokenOfUser("/client/token");
      case 'w':
        return TokenOfUser("/widgets/token");
      case 'j':
        return Oauth("mighty", "c9c1f0b6de2a94f7ab35d7be0c4419e0");
      case 'r':
        return Oauth("mighty-reference", "d9c1f0b6de2a94f7ab35d7be0c4419e0");
      case 'k':
        return Key();
      case 'n':
        return Bearer(key_);
      case 'e':
        return Bearer(kProductionKey);
      case 'o':
        return ConsoleSession("mighty", "a mighty password");
      case 'b':
        return Password("Basic", "mighty:a mighty password");
      default:
        return Password("Integrator", "integrator:a mighty password");
    }
  }

  // Target fills the parameters with ids of no object, so that no operation changes anything.
  static std::string Target(std::string pattern, char which) {
    for (auto at = pattern.find('{'); at != std::string::npos; at = pattern.find('{')) {
      pattern.replace(at, pattern.find('}') - at + 1, "999999");
    }
    return which == 'i' ? pattern + "?account_id=28" : pattern;
  }

  static std::string NameOf(const door::Route& route) {
    return std::string(http::MethodText(route.method)) + " " + route.pattern;
  }

  // Refused reports whether the guard refused. By their contracts WorkSpan's revocation answers
  // 403, and WorkOS' GraphQL 200 with a code.
  static bool Refused(const door::Route& route, const ClientAnswer& answer) {
    if (route.pattern == "/client/graphql" &&
        answer.body.find("UNAUTHENTICATED") != std::string::npos) {
      return true;
    }
    return answer.status == 401 || (route.pattern == "/oauth/token" && answer.status == 403);
  }

  static inline std::string user_;
  static inline std::string key_;  // of the organization
};

TEST_F(CredentialMatrix, EveryCredentialIsLive) {
  for (const char which : kAll) {
    EXPECT_EQ(Get(Target("/v1/whoami", which), Make(which)).status, 200) << which;
  }
}

TEST_F(CredentialMatrix, EveryGuardedRowTakesWhatItsLineSaysAndNothingElse) {
  std::set<std::string> seen;
  int allowed = 0;
  int refused = 0;
  for (const door::Route& route : core_->door().routes()) {
    if (route.guard.need.open()) continue;
    const std::string name = NameOf(route);
    const auto line = Matrix().find(name);
    EXPECT_NE(line, Matrix().end()) << name << " has no line: say which credentials it takes.";
    if (line == Matrix().end()) continue;
    seen.insert(name);
    for (const char which : kAll) {
      const bool takes = line->second.find(which) != std::string_view::npos;
      const bool has_body = route.method != Method::kGet;
      const std::string target = Target(route.pattern, which);
      const ClientAnswer answer = has_body ? Json(route.method, target, "{}", Make(which))
                                           : Send(route.method, target, Make(which));
      EXPECT_EQ(Refused(route, answer), !takes)
          << name << " with " << which << ": " << answer.status << " " << answer.body;
      EXPECT_LT(answer.status, 500) << name << " with " << which << ": " << answer.body;
      ++(takes ? allowed : refused);
    }
  }
  EXPECT_EQ(seen.size(), Matrix().size()) << "A line is for no row.";
  EXPECT_GT(allowed, 100);
  EXPECT_GT(refused, 100);
}

TEST_F(CredentialMatrix, GatewaysTakeTokensAndKeysAndNoPasswords) {
  for (const GatewayRow& row : GatewayRows()) {
    for (const char which : kAll) {
      ClientHeaders headers = Make(which);
      headers.insert(headers.end(), row.headers.begin(), row.headers.end());
      const bool takes = kGateways.find(which) != std::string_view::npos;
      const ClientAnswer answer = Get(row.target, headers);
      EXPECT_EQ(answer.status, takes ? 200 : 401) << row.target << " with " << which;
    }
  }
}

// A key of a user cannot set its password or make another key, unless it has the permission.
TEST_F(CredentialMatrix, AKeyMakesNoKeyAndSetsNoPassword) {
  const std::string ann = "/v1/users/" + std::string(kAnn);
  const ClientHeaders key{{"X-Api-Key", kAnnKey}};
  const std::string change = R"({"password":"taken by the key","current_password":")" +
                             std::string(kAnnPassword) + R"("})";
  EXPECT_EQ(Json(Method::kPut, ann + "/password", change, key).status, 403);
  EXPECT_EQ(Json(Method::kPost, ann + "/api_key", "{}", key).status, 403);
  EXPECT_EQ(Get("/v1/whoami", key).status, 200);
}

TEST_F(CredentialMatrix, TheAdministratorOfTheDemoManagesItsUsersAndApplications) {
  const ClientHeaders root =
      Bearer(Text(Json(Method::kPost, "/auth/login",
                       R"({"username":"root","password":"a rather long password"})"),
                  "token"));
  EXPECT_EQ(Json(Method::kPost, "/v1/users/" + std::string(kAnn) + "/unlock", "{}", root).status,
            200);
  for (const char* client : {"WS-ApplicationUser_report:0123456789abcdef0123456789abcdef",
                             "WS-ApplicationUser_link:fedcba9876543210fedcba9876543210"}) {
    const std::string pair(client);
    const auto colon = pair.find(':');
    const ClientAnswer token =
        Json(Method::kPost, "/oauth/token",
             R"({"grant_type":"client_credentials","client_id":")" + pair.substr(0, colon) +
                 R"(","client_secret":")" + pair.substr(colon + 1) + R"("})");
    const json::Value who = Value(Get("/v1/whoami", Bearer(Text(token, "access_token"))));
    const std::string id = *who.Find("subject")->Find("id")->AsString();
    const ClientAnswer made =
        Json(Method::kPost, "/v1/applications/" + id + "/secrets", "{}", root);
    EXPECT_EQ(made.status, 201) << client << ": " << made.body;
  }
}

TEST_F(CredentialMatrix, OnesOwnPasswordTakesThePresentOne) {
  Apply(
      "[[users]]\nusername = \"nina\"\npassword = \"nina's first\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"planner\"] }]\n");
  const auto sign_in = [](const std::string& password) {
    return Json(Method::kPost, "/auth/login",
                R"({"username":"nina","password":")" + password + R"("})");
  };
  const ClientHeaders nina = Bearer(Text(sign_in("nina's first"), "token"));
  const std::string path = "/v1/users/" +
                           *Value(Get("/v1/whoami", nina)).Find("subject")->Find("id")->AsString() +
                           "/password";
  const ClientAnswer without = Json(Method::kPut, path, R"({"password":"nina's second"})", nina);
  EXPECT_EQ(without.status, 400);
  EXPECT_THAT(without.body, ::testing::HasSubstr("current_password"));
  const ClientAnswer wrong = Json(
      Method::kPut, path, R"({"password":"nina's second","current_password":"guessed"})", nina);
  EXPECT_EQ(wrong.status, 403);
  EXPECT_EQ(Text(wrong, "code"), "wrong_password");
  EXPECT_EQ(sign_in("nina's first").status, 200);
  EXPECT_EQ(Json(Method::kPut, path,
                 R"({"password":"nina's second","current_password":"nina's first"})", nina)
                .status,
            200);
  EXPECT_EQ(sign_in("nina's first").status, 401);
  EXPECT_EQ(sign_in("nina's second").status, 200);
}

// A misspelled member would be ignored and allow more than intended: a key that should expire does
// not.
TEST_F(CredentialMatrix, EveryBodyOfV1RefusesUnknownMembers) {
  int rows = 0;
  for (const door::Route& route : core_->door().routes()) {
    if (!route.pattern.starts_with("/v1/") || route.method == Method::kGet) continue;
    ++rows;
    const bool by_key = (route.guard.kinds & verify::KindBit(model::CredentialKind::kApiKey)) != 0;
    const ClientHeaders who =
        by_key ? Bearer(kProductionKey) : ConsoleSession("mighty", "a mighty password");
    for (const char* value : {"1", "null", "{}"}) {
      const ClientAnswer answer = Json(route.method, Target(route.pattern, 'e'),
                                       R"({"no_such_member":)" + std::string(value) + "}", who);
      EXPECT_EQ(answer.status, 400) << NameOf(route) << ": " << answer.body;
      EXPECT_EQ(Text(answer, "code"), "unknown_field") << NameOf(route);
      EXPECT_THAT(answer.body, ::testing::HasSubstr("no_such_member")) << NameOf(route);
    }
    // Positive control: without the unknown member the response has another reason.
    const ClientAnswer plain = Json(route.method, Target(route.pattern, 'e'), "{}", who);
    EXPECT_EQ(plain.body.find("unknown_field"), std::string::npos) << NameOf(route);
  }
  EXPECT_GT(rows, 15);
}

TEST_F(CredentialMatrix, AnUnknownMemberIsNamedWithTheNearestKnownOne) {
  const ClientAnswer answer = Json(Method::kPatch, "/v1/api_keys/none", R"({"rate_limits":"1/1s"})",
                                   Bearer(kProductionKey));
  EXPECT_THAT(answer.body, ::testing::HasSubstr("rate_limits"));
  EXPECT_THAT(answer.body, ::testing::HasSubstr("Did you mean"));
}

}  // namespace
}  // namespace bearward::app
