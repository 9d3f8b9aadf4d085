// The claims of WorkOS' access tokens: roles by priority, feature flags, and the JWT template of
// the environment (contracts: WorkOS section 4.2).
#include "app/contract_fixture.h"
#include "json/writer.h"
#include "jwt_template/variables.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

// Has says whether a value has the path of a variable; the first element stands for all.
bool Has(const json::Value& value, std::string_view path) {
  if (path.empty()) return true;
  const std::string_view name = path.substr(0, path.find('.'));
  path.remove_prefix(std::min(path.size(), name.size() + 1));
  const json::Value* next = value.Find(name);
  if (name == "*" && value.IsArray() && !value.AsArray()->empty()) next = &value.AsArray()->front();
  return next != nullptr && Has(*next, path);
}

class WorkOsTokenClaims : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
  }
  static constexpr const char* kWorld = R"(
[[roles]]
slug = "zz-first"
permissions = ["forms:read"]
[[roles]]
slug = "aa-second"
permissions = ["users:manage"]
[[organizations]]
id = "org_claims"
name = "Claims"
[[organizations]]
id = "org_claims_other"
name = "Other claims"
[[users]]
id = "user_claims"
username = "claims"
email = "claims@app.example"
first_name = "Cla"
last_name = "Ims"
password = "a sign-in password"
memberships = [
  { organization = "org_claims", roles = ["zz-first", "aa-second"] },
  { organization = "org_claims_other", roles = ["aa-second"] },
]
[[feature_flags]]
slug = "off"
[[feature_flags]]
slug = "for-org"
enabled = true
[[feature_flags]]
slug = "for-user"
enabled = true
[[feature_flags]]
slug = "for-all"
enabled = true
default_value = true
)";

  void TearDown() override { SetTemplate(R"({"none":null})"); }

  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static std::string Client() {
    return R"({"client_id":")" +
           *Value(Get("/v1/whoami", Key())).Find("environment")->Find("client_id")->AsString() +
           R"(","client_secret":")" + kProductionKey + R"(",)";
  }
  static ClientAnswer Ask(const std::string& members) {
    return Json(Method::kPost, "/user_management/authenticate", Client() + members + "}");
  }
  static ClientAnswer SignIn(const std::string& organization = "org_claims") {
    const ClientAnswer pending = Ask(R"("grant_type":"password","email":"claims@app.example",)"
                                     R"("password":"a sign-in password")");
    return Ask(R"("grant_type":"urn:workos:oauth:grant-type:organization-selection",)"
               R"("pending_authentication_token":")" +
               Text(pending, "pending_authentication_token") + R"(","organization_id":")" +
               organization + '"');
  }
  static ClientAnswer Refresh(const ClientAnswer& answer, const std::string& more = {}) {
    return Ask(R"("grant_type":"refresh_token","refresh_token":")" + Text(answer, "refresh_token") +
               '"' + more);
  }
  static json::Value Claims(const ClientAnswer& answer, const char* member = "access_token") {
    EXPECT_LT(answer.status, 300) << answer.body;
    const std::string token = Text(answer, member);
    const std::size_t first = token.find('.') + 1;
    return testing::Must(json::Parse(
        base::Base64UrlDecode(token.substr(first, token.rfind('.') - first)).value_or("null")));
  }
  static std::string Claim(const ClientAnswer& answer, std::string_view name,
                           const char* member = "access_token") {
    const json::Value claims = Claims(answer, member);
    const json::Value* const claim = claims.Find(name);
    return claim == nullptr ? "" : json::ToText(*claim);
  }
  static ClientAnswer SetTemplate(const std::string& content) {
    return Json(Method::kPut, "/user_management/jwt_template",
                R"({"content":)" + json::Quote(content) + "}", Key());
  }
  static int Whoami(const ClientAnswer& answer) {
    return Get("/v1/whoami", Bearer(Text(answer, "access_token"))).status;
  }
  static void Target(Method method, const std::string& flag, const std::string& target) {
    EXPECT_LT(Send(method, "/feature-flags/" + flag + "/targets/" + target, Key()).status, 300);
  }
};

TEST_F(WorkOsTokenClaims, TheRoleOfTheHighestPriorityComesFirst) {
  const ClientAnswer answer = SignIn();
  EXPECT_EQ(Claim(answer, "role"), R"("zz-first")");
  EXPECT_EQ(Claim(answer, "roles"), R"(["zz-first","aa-second"])");
  EXPECT_EQ(Claim(answer, "permissions"), R"(["forms:read","users:manage"])");
  const json::Value claims = Claims(answer);
  EXPECT_EQ(claims.Find("exp")->AsInt().value() - claims.Find("iat")->AsInt().value(), 300);
  EXPECT_EQ(Claim(Refresh(answer), "role"), R"("zz-first")");
}

TEST_F(WorkOsTokenClaims, FlagsAreThoseOfTheUserAndItsOrganization) {
  EXPECT_EQ(Claim(SignIn(), "feature_flags"), R"(["for-all"])");
  Target(Method::kPost, "for-org", "org_claims");
  Target(Method::kPost, "for-user", "user_claims");
  const ClientAnswer there = SignIn();
  EXPECT_EQ(Claim(there, "feature_flags"), R"(["for-all","for-org","for-user"])");
  EXPECT_EQ(Claim(SignIn("org_claims_other"), "feature_flags"), R"(["for-all","for-user"])");
  const ClientAnswer moved = Refresh(there, R"(,"organization_id":"org_claims_other")");
  EXPECT_EQ(Claim(moved, "feature_flags"), R"(["for-all","for-user"])");
  const ClientAnswer client =
      Json(Method::kPost, "/client/token",
           R"({"organization_id":"org_claims","user_id":"user_claims"})", Key());
  EXPECT_EQ(Claim(client, "feature_flags", "token"), R"(["for-all","for-org","for-user"])");
  Target(Method::kDelete, "for-org", "org_claims");
  Target(Method::kDelete, "for-user", "user_claims");
}

TEST_F(WorkOsTokenClaims, AChangedFlagShowsAtTheNextRefresh) {
  const ClientAnswer first = SignIn();
  EXPECT_EQ(Claim(first, "feature_flags"), R"(["for-all"])");
  EXPECT_EQ(Send(Method::kPut, "/feature-flags/for-all/disable", Key()).status, 200);
  const ClientAnswer second = Refresh(first);
  EXPECT_EQ(Claim(second, "feature_flags"), "") << "an empty list is left out";
  EXPECT_EQ(Send(Method::kPut, "/feature-flags/for-all/enable", Key()).status, 200);
  EXPECT_EQ(Claim(Refresh(second), "feature_flags"), R"(["for-all"])");
}

TEST_F(WorkOsTokenClaims, TheTemplateAddsClaims) {
  const ClientAnswer set = SetTemplate(
      R"({"aud":"reports","role":"authenticated","user_role":{{ organization_membership.role }},)"
      R"("who":"{{ user.first_name }} {{ user.last_name }} at {{ organization.name }}",)"
      R"("om":"{{ organization_membership.id }}","tier":{{ user.metadata.tier || 'bronze' }},)"
      R"("nothing":{{ user.external_id }}})");
  ASSERT_EQ(set.status, 200) << set.body;
  const ClientAnswer answer = SignIn();
  EXPECT_EQ(Claim(answer, "aud"), R"("reports")");
  EXPECT_EQ(Claim(answer, "role"), R"("authenticated")");
  EXPECT_EQ(Claim(answer, "user_role"), R"("zz-first")");
  EXPECT_EQ(Claim(answer, "who"), R"("Cla Ims at Claims")");
  EXPECT_THAT(Claim(answer, "om"), ::testing::StartsWith("\"om_"));
  EXPECT_EQ(Claim(answer, "tier"), R"("bronze")");
  EXPECT_EQ(Claim(answer, "nothing"), "");
  EXPECT_EQ(Whoami(answer), 200);
  EXPECT_EQ(Json(Method::kPut, "/user_management/users/user_claims",
                 R"({"metadata":{"tier":"gold\",\"sub\":\"admin"}})", Key())
                .status,
            200);
  const ClientAnswer next = Refresh(answer);
  EXPECT_EQ(Claim(next, "tier"), R"("gold\",\"sub\":\"admin")");
  EXPECT_EQ(Claim(next, "sub"), R"("user_claims")");
  EXPECT_EQ(Whoami(next), 200);
}

// The rights of a token come from the store, so a claim of a template cannot extend them.
TEST_F(WorkOsTokenClaims, ClaimsOfTheServerCannotBeSet) {
  for (const char* claim : {"iss", "sub", "exp", "iat", "nbf", "jti", "sid", "org_id", "client_id",
                            "roles", "permissions", "feature_flags"}) {
    const ClientAnswer refused = SetTemplate(R"({")" + std::string(claim) + R"(":"x"})");
    EXPECT_EQ(refused.status, 422) << claim;
    EXPECT_EQ(Text(refused, "code"), "invalid_request_parameters") << claim;
    EXPECT_THAT(Text(refused, "message"), HasSubstr(claim));
  }
  EXPECT_EQ(SetTemplate(R"({"a":{{ user.pasword_hash }}})").status, 422);
}

TEST_F(WorkOsTokenClaims, ClaimsBeyondTheLimitRefuseTheSignInAndSpendNoToken) {
  const ClientAnswer first = SignIn();
  std::string big = R"({"a":[{{ user }})";
  for (int i = 0; i < 20; ++i) big += ",{{ user }}";
  ASSERT_EQ(SetTemplate(big + "]}").status, 200);
  for (const ClientAnswer& answer : {SignIn(), Refresh(first)}) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(Text(answer, "error"), "token_too_big");
    EXPECT_THAT(Text(answer, "error_description"), HasSubstr("3072"));
  }
  ASSERT_EQ(SetTemplate(R"({"a":1})").status, 200);
  EXPECT_EQ(Claim(Refresh(first), "a"), "1");
}

TEST_F(WorkOsTokenClaims, OtherEnvironmentsHaveTheirOwnTemplate) {
  ASSERT_EQ(Json(Method::kPut, "/user_management/jwt_template", R"({"content":"{\"x\":1}"})",
                 Bearer(kSandboxKey))
                .status,
            200);
  EXPECT_EQ(Claim(SignIn(), "x"), "");
}

TEST_F(WorkOsTokenClaims, EveryVariableOfTheTableIsLoaded) {
  const ClientAnswer domain =
      Json(Method::kPost, "/organization_domains",
           R"({"domain":"claims.example","organization_id":"org_claims"})", Key());
  ASSERT_EQ(domain.status, 201) << domain.body;
  ASSERT_EQ(SetTemplate(R"({"user":{{ user }},"organization":{{ organization }},)"
                        R"("organization_membership":{{ organization_membership }}})")
                .status,
            200);
  const ClientAnswer answer = SignIn();
  EXPECT_EQ(answer.body.find("verification_token"), std::string::npos);
  const json::Value claims = Claims(answer);
  const json::Value objects = json::Value::Of(
      json::Object{{"user", *claims.Find("user")},
                   {"organization", *claims.Find("organization")},
                   {"organization_membership", *claims.Find("organization_membership")}});
  for (const jwt_template::Variable& variable : jwt_template::Variables()) {
    // These two exist only when they have a value.
    if (variable.path == "organization.stripe_customer_id" ||
        variable.path.find("custom_attributes") != std::string_view::npos) {
      continue;
    }
    if (variable.shape == jwt_template::Shape::kAny) continue;
    EXPECT_TRUE(Has(objects, variable.path)) << variable.path;
  }
}

}  // namespace
}  // namespace bearward::app
