// Tenant isolation, generated from the joined route table: a new route fails here until a recipe
// lists the ids in its path, query and body (incident classes P12, I2). For each recipe foreign
// callers send the request first, with every permission that their own tenant can grant. Then the
// owner sends the same request and succeeds, which proves that the ids were right and nothing had
// changed.
#include <map>
#include <set>
#include <vector>

#include "app/email_code_fixture.h"
#include "app/isolation_access_recipes.h"
#include "app/isolation_administration_recipes.h"
#include "app/isolation_audit_log_recipes.h"
#include "app/isolation_authorization_recipes.h"
#include "app/isolation_email_recipes.h"
#include "app/isolation_fixture.h"
#include "app/isolation_recipes.h"
#include "app/isolation_v1_recipes.h"
#include "app/isolation_vendor_data.h"
#include "app/isolation_vendor_recipes.h"
#include "app/isolation_victims_fixture.h"
#include "app/isolation_webhook_recipes.h"
#include "app/isolation_workspan.h"
#include "app/isolation_workspan_fixture.h"
#include "store/environments.h"
#include "store/events.h"
#include "store/memberships.h"

namespace bearward::app {
namespace {

const std::map<std::string, Recipe>& Recipes() {
  static const std::map<std::string, Recipe> kWhole = [] {
    std::map<std::string, Recipe> all = RecipesOfV1();
    for (const auto* more :
         {&RecipesOfAdministration(), &RecipesOfSingleRows(), &RecipesOfWorkOs(),
          &RecipesOfWorkOsAccess(), &RecipesOfWorkOsEmail(), &RecipesOfWorkOsAuthorization(),
          &RecipesOfAuditLogs(), &RecipesOfVendors(), &RecipesOfVendorData(), &RecipesOfWebhooks(),
          &RecipesOfWorkSpan(), &RecipesOfMarketplace()}) {
      all.insert(more->begin(), more->end());
    }
    return all;
  }();
  return kWhole;
}

class Isolation : public EmailCodeFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kStrangers);
    Apply(kIsolatedRows);
    MakeIsolatedRoles(&PostByOwner);
    sandbox_ = Appoint("sandbox-boss", 1);
    Appoint("production-boss", 0);
  }

  // Victim is a tenant with one object of each kind, made for one recipe. `ids` have the names that
  // recipes and path parameters use.
  struct Victim {
    std::map<std::string, std::string> ids;
    ClientHeaders login;
    ClientHeaders bearer;
    ClientHeaders machine;
    ClientHeaders market;
  };

  static ClientHeaders EnvironmentKey() { return Bearer(kProductionKey); }

  static ClientHeaders SignIn(const std::string& username, const std::string& password) {
    return Bearer(Json(Method::kPost, "/api/Account/Authenticate",
                       R"({"username":")" + username + R"(","password":")" + password + R"("})")
                      .body);
  }
  static ClientHeaders LogIn(const std::string& username, const std::string& password) {
    return Bearer(
        Text(Json(Method::kPost, "/auth/login",
                  R"({"username":")" + username + R"(","password":")" + password + R"("})"),
             "token"));
  }
  static ClientHeaders Machine(const std::string& client, const std::string& secret,
                               ClientHeaders where = {}) {
    return Bearer(Text(Json(Method::kPost, "/oauth/token",
                            R"({"grant_type":"client_credentials","client_id":")" + client +
                                R"(","client_secret":")" + secret + R"("})",
                            std::move(where)),
                       "access_token"));
  }
  // Widget returns a client token, which is for GraphQL only.
  static ClientHeaders Widget(const std::string& user, const std::string& organization) {
    return Bearer(
        Text(Json(Method::kPost, "/client/token",
                  R"({"organization_id":")" + organization + R"(","user_id":")" + user + R"("})",
                  EnvironmentKey()),
             "token"));
  }
  static ClientHeaders OauthClient(const std::string& client, const std::string& secret) {
    ClientHeaders headers = Password("Basic", client + ":" + secret);
    return Bearer(
        Text(Form("/oauth2/token", "grant_type=client_credentials", headers), "access_token"));
  }

  static std::string WithIds(std::string text, const Victim& victim) {
    return FillIn(std::move(text), victim.ids);
  }

  static Victim MakeVictim() {
    static int count = 0;
    Victim victim;
    // An organization that a call makes gets the next number, so victims leave some between them.
    const std::string n = std::to_string(1000 + 10 * ++count);
    victim.ids = {{"number", n},
                  {"organization", "org_victim" + n},
                  {"user", "user_victim" + n},
                  {"policy", "victim-" + n},
                  {"flag", "victim-flag-" + n},
                  {"profile", "Victim-" + n},
                  {"form", n},
                  {"object", "object-victim-" + n}};
    MakeVictimNumbers(victim.ids);
    MakeVictimPartnerIds(victim.ids);
    Apply(WithIds(R"(
[[organizations]]
name = "Victim ${number}"
id = "${organization}"
number = ${number}
[[users]]
username = "victim${number}"
email = "victim${number}@v.example"
id = "${user}"
password = "a victim's password"
memberships = [
  { organization = "${organization}", roles = ["planner", "api", "dispatcher", "auditor"] },
]
[[api_keys]]
user = "victim${number}"
value = "00000000-0000-4000-8000-00000000${number}"
[[applications]]
name = "Victim ${number}"
organization = "${organization}"
client_id = "victim-${number}"
client_secret = "0000000000000000000000000000${number}"
access_profile = "ObjectReadWrite"
[[objects]]
kind = "form"
name = "Victim form ${number}"
number = ${form}
organization = "${organization}"
[[objects]]
kind = "opportunity"
name = "Victim deal ${number}"
id = "${object}"
organization = "${organization}"
members = [{ organization = "${organization}", user = "${user}", level = "viewer" }]
[[access_profiles]]
name = "${profile}"
allows = ["*:read"]
[[feature_flags]]
slug = "${flag}"
[[policies]]
name = "${policy}"
permissions = ["forms:read"]
)",
                  victim));
    Apply(WithIds(kVictimObjects, victim));
    Apply(WithIds(kVictimPartnerData, victim));
    FindIds(victim);
    return victim;
  }

  static void FindIds(Victim& victim) {
    const std::string n = victim.ids["number"];
    victim.login = SignIn("victim" + n, "a victim's password");
    victim.bearer = LogIn("victim" + n, "a victim's password");
    victim.machine = Machine("victim-" + n, "0000000000000000000000000000" + n);
    victim.ids["token"] = victim.bearer.front().second.substr(7);
    victim.ids["session"] = Text(Get("/v1/whoami", victim.login), "session_id");
    const json::Value machine = Value(Get("/v1/whoami", victim.machine));
    victim.ids["application"] = *machine.Find("subject")->Find("id")->AsString();
    victim.ids["key"] =
        Text(Get("/v1/users/" + victim.ids["user"] + "/api_key", EnvironmentKey()), "id");
    PutReadable(testing::Must(core_->store().Read(&store::LastEventNumber)),
                Value(Get("/v1/signing_keys", EnvironmentKey())), victim.ids);
    const json::Value secrets =
        Value(Get("/v1/applications/" + victim.ids["application"] + "/secrets", EnvironmentKey()));
    victim.ids["secret"] = *secrets.Find("data")->AsArray()->front().Find("id")->AsString();
    victim.ids["domain"] =
        Text(Json(Method::kPost, "/organization_domains",
                  WithIds(R"({"organization_id":"${organization}","domain":"v${number}.example"})",
                          victim),
                  EnvironmentKey()),
             "id");
    MakeRoles(victim);
    MakeGroup(victim);
    MakeIsolatedResource(&PostByOwner, victim.ids);
    MakeAuditLog(&PostByOwner, victim.ids);
    MakeSignInSettings(victim);
    MakeIsolatedEndpoint(&PostByOwner, victim.ids);
    MakeKey(victim);
    // A target that the victim's flag has, so that it can be removed.
    victim.ids["target"] = victim.ids["organization"];
    EXPECT_EQ(Send(Method::kPost, WithIds("/feature-flags/${flag}/targets/${target}", victim),
                   EnvironmentKey())
                  .status,
              204);
    victim.ids["external"] =
        Text(Json(Method::kPut, "/organizations/" + victim.ids["organization"],
                  WithIds(R"({"external_id":"external-${number}"})", victim), EnvironmentKey()),
             "external_id");
    EXPECT_EQ(Json(Method::kPut, "/user_management/users/" + victim.ids["user"],
                   WithIds(R"({"external_id":"external-${number}"})", victim), EnvironmentKey())
                  .status,
              200);
    MakeNewcomer(&PostByOwner, [](const std::string& login) { Appoint(login, 0); }, victim.ids);
    const json::Value memberships =
        Value(Get("/user_management/organization_memberships?user_id=" + victim.ids["user"],
                  EnvironmentKey()));
    victim.ids["membership"] = *memberships.Find("data")->AsArray()->front().Find("id")->AsString();
    MakeEmailCodes(victim);
    victim.market = Machine("victim-market-" + n, "0000000000000000000000000000" + n);
    MakePartnerResults(
        [&](const std::string& path, const std::string& body, bool by_market) {
          return Json(Method::kPost, WithIds(path, victim), WithIds(body, victim),
                      by_market ? victim.market : victim.machine);
        },
        victim.ids);
    MakeSubscribers(
        [&](const std::string& path, const std::string& body, bool /*by_market*/) {
          return Json(Method::kPost, path, WithIds(body, victim), victim.machine);
        },
        victim.login,
        [&](const std::string& body, const ClientHeaders& who) {
          return Json(Method::kPost, "/api/notifications/external", WithIds(body, victim), who);
        },
        victim.ids);
    for (const auto& [name, id] : victim.ids) ASSERT_NE(id, "") << name;
  }

  // MakeEmailCodes makes a code of each kind for the user, and an invitation of the newcomer.
  static void MakeEmailCodes(Victim& victim) {
    const auto post = [&](const std::string& path, const std::string& body) {
      return Json(Method::kPost, "/user_management/" + WithIds(path, victim), WithIds(body, victim),
                  EnvironmentKey());
    };
    const std::string email = R"({"email":"victim${number}@v.example"})";
    victim.ids["magic"] = Text(post("magic_auth", email), "id");
    const ClientAnswer reset = post("password_reset", email);
    victim.ids["reset"] = Text(reset, "id");
    victim.ids["reset_token"] = Text(reset, "password_reset_token");
    EXPECT_EQ(post("users/${user}/email_verification/send", "{}").status, 200);
    const char* const change = R"({"new_email":"new${number}@v.example"})";
    EXPECT_EQ(post("users/${user}/email_change/send", change).status, 200);
    const std::string& user = victim.ids["user"];
    victim.ids["verification"] = FindNewest(user, model::EmailCodeKind::kEmailVerification).id;
    victim.ids["code"] = NewestCode(user, model::EmailCodeKind::kEmailVerification);
    victim.ids["change_code"] = NewestCode(user, model::EmailCodeKind::kEmailChange);
    const char* const link = R"({"type":"MagicLink","email":"victim${number}@v.example"})";
    victim.ids["link"] = Text(PostByOwner("/passwordless/sessions", WithIds(link, victim)), "id");
    const ClientAnswer invitation =
        post("invitations",
             R"({"email":"newcomer${number}@v.example","organization_id":"${organization}"})");
    victim.ids["invitation"] = Text(invitation, "id");
    victim.ids["invitation_token"] = Text(invitation, "token");
    victim.ids["email"] = PutEmail("victim" + victim.ids["number"] + "@v.example");
  }

  // MakeRoles makes a permission, a role of the environment and a role of the victim.
  static void MakeRoles(Victim& victim) {
    const auto made = [&](const std::string& path, const std::string& slug) {
      return Text(
          Json(Method::kPost, WithIds(path, victim),
               WithIds(R"({"slug":")" + slug + R"(","name":"Victim"})", victim), EnvironmentKey()),
          "slug");
    };
    victim.ids["permission"] = made("/authorization/permissions", "victim${number}:read");
    victim.ids["role"] = made("/authorization/roles", "victim-${number}-role");
    victim.ids["organization_role"] =
        made("/authorization/organizations/${organization}/roles", "org-victim-${number}");
  }

  // MakeGroup makes a group of the victim with its user as a member.
  static void MakeGroup(Victim& victim) {
    victim.ids["membership"] =
        testing::Must(core_->store().Read([&](store::ReadTx& tx) {
          return store::ListMemberships(tx, EnvironmentOf(tx), {victim.ids["user"]});
        }))
            .front()
            .id.text;
    const std::string groups = WithIds("/organizations/${organization}/groups", victim);
    victim.ids["group"] =
        Text(Json(Method::kPost, groups, R"({"name":"Victims"})", EnvironmentKey()), "id");
    const ClientAnswer added = Json(
        Method::kPost, groups + "/" + victim.ids["group"] + "/organization-memberships",
        WithIds(R"({"organization_membership_id":"${membership}"})", victim), EnvironmentKey());
    EXPECT_EQ(added.status, 200) << added.body;
  }
  // MakeKey makes a key of the organization of the victim.
  static void MakeKey(Victim& victim) {
    const ClientAnswer made =
        Json(Method::kPost, WithIds("/organizations/${organization}/api_keys", victim),
             R"({"name":"Victim"})", EnvironmentKey());
    victim.ids["organization_key"] = Text(made, "id");
    victim.ids["key_value"] = Text(made, "value");
  }
  static model::EnvironmentId EnvironmentOf(store::ReadTx& tx) {
    return testing::Must(store::FindEnvironmentByName(tx, "production"))->id;
  }

  // PostByOwner sends a body with the key of the environment.
  static ClientAnswer PostByOwner(const std::string& path, const std::string& body) {
    return Json(Method::kPost, path, body, EnvironmentKey());
  }

  // MakeSignInSettings makes a redirect URI, which is not the default, and a template.
  static void MakeSignInSettings(Victim& victim) {
    for (const char* uri : {"https://default.example/", "https://v${number}.example/"}) {
      victim.ids["redirect_uri"] =
          Text(Json(Method::kPost, "/user_management/redirect_uris",
                    WithIds(R"({"uri":")" + std::string(uri) + "\"}", victim), EnvironmentKey()),
               "id");
    }
    const ClientAnswer set = Json(Method::kPut, "/user_management/jwt_template",
                                  R"({"content":"{\"plan\":1}"})", EnvironmentKey());
    EXPECT_EQ(set.status, 200) << set.body;
    const ClientAnswer branded =
        Json(Method::kPatch, "/v1/branding", R"({"name":"Of the victim"})", EnvironmentKey());
    EXPECT_EQ(branded.status, 200) << branded.body;
    victim.ids["denial"] = WithIds("denial-${number}", victim);
    EXPECT_EQ(Get("/v1/policies", {{"X-Request-Id", victim.ids["denial"]}}).status, 401);
  }

  static std::string Target(const std::string& pattern, const Victim& victim) {
    std::string target;
    std::string before;
    std::size_t at = 0;
    while (at < pattern.size()) {
      const auto end = std::min(pattern.find('/', at + 1), pattern.size());
      const std::string segment = pattern.substr(at + 1, end - at - 1);
      target += '/';
      if (!segment.starts_with('{')) {
        target += segment;
      } else {
        target += victim.ids.at(NameOfId(pattern, before, segment));
      }
      before = segment;
      at = end;
    }
    return target;
  }

  static std::string NameOf(const door::Route& route) {
    return std::string(http::MethodText(route.method)) + " " + route.pattern;
  }

  static ClientAnswer Try(const door::Route& route, const Recipe& recipe, const Victim& victim,
                          const ClientHeaders& who) {
    const bool has_body = route.method != Method::kGet;
    const std::string target = Target(route.pattern, victim) + WithIds(recipe.query, victim);
    if (!has_body) return Send(route.method, target, who);
    if (recipe.multipart) {
      ClientHeaders headers = who;
      headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
      return Send(route.method, target, headers, WithIds(recipe.body, victim));
    }
    return Json(route.method, target, WithIds(recipe.body, victim), who);
  }

  static ClientHeaders OwnerOf(const Recipe& recipe, const Victim& victim) {
    switch (recipe.owner) {
      case Owner::kLogin:
        return victim.login;
      case Owner::kBearer:
        return victim.bearer;
      case Owner::kMachine:
        return victim.machine;
      case Owner::kMarket:
        return victim.market;
      case Owner::kConsole:
        return ConsoleSession("victim" + victim.ids.at("number"), "a victim's password");
      case Owner::kWidget:
        return Widget(victim.ids.at("user"), victim.ids.at("organization"));
      case Owner::kAdministrator:
        return ConsoleSession("production-boss", "a boss's password");
      case Owner::kEnvironmentKey:
        break;
    }
    return EnvironmentKey();
  }

  // StrangersOfThisEnvironment makes new credentials for each attempt, because some rows end the
  // session of the caller.
  static std::map<std::string, ClientHeaders> StrangersOfThisEnvironment() {
    const ClientHeaders login = SignIn("foreign", "a foreign password");
    const json::Value foreign = Value(Get("/v1/whoami", login));
    return {{"foreign login", login},
            {"foreign widget", Widget(*foreign.Find("subject")->Find("id")->AsString(),
                                      *foreign.Find("organization")->Find("id")->AsString())},
            {"foreign bearer", LogIn("foreign", "a foreign password")},
            {"foreign client", OauthClient("foreign-client", "a9c1f0b6de2a94f7ab35d7be0c4419e0")},
            {"foreign console", ConsoleSession("foreign", "a foreign password")},
            {"foreign market", Machine("foreign-market", "c9c1f0b6de2a94f7ab35d7be0c4419e1")},
            {"foreign machine", Machine("foreign-client", "a9c1f0b6de2a94f7ab35d7be0c4419e0")}};
  }
  static std::map<std::string, ClientHeaders> StrangersOfAnother() {
    const ClientHeaders boss = ConsoleSession("sandbox-boss", "a boss's password", sandbox_);
    return {{"sandbox key", Bearer(kSandboxKey)},
            {"sandbox administrator", boss},
            {"sandbox machine", Machine("stranger-client", "b9c1f0b6de2a94f7ab35d7be0c4419e0",
                                        {{"x-ws-env", "demo.workspan.com"}})}};
  }

  // CheckRefused checks every foreign caller: the response is an error, or contains nothing about
  // the victim.
  static void CheckRefused(const door::Route& route, const Recipe& recipe, const Victim& victim,
                           const std::map<std::string, ClientHeaders>& strangers) {
    for (const auto& [name, headers] : strangers) {
      const ClientAnswer answer = Try(route, recipe, victim, headers);
      const std::string what = NameOf(route) + " by " + name + ": " + answer.body;
      EXPECT_LT(answer.status, 500) << what;
      const bool verdict = route.pattern.starts_with("/v1/verify");
      if (answer.status >= 400) continue;
      EXPECT_TRUE(recipe.own || verdict) << what;
      for (const auto& [id_name, id] : victim.ids) {
        if (id == victim.ids.at("number")) continue;
        EXPECT_EQ(answer.body.find('"' + id + '"'), std::string::npos) << what;
      }
    }
  }

  static inline std::string sandbox_;  // id of its environment

  template <class Check>
  static void ForEveryGuardedRow(Check check) {
    std::set<std::string> seen;
    for (const door::Route& route : core_->door().routes()) {
      // The second base path of WorkMobile has the same rows.
      if (route.guard.need.open() || route.pattern.starts_with("/webapi2")) continue;
      const std::string name = NameOf(route);
      const auto recipe = Recipes().find(name);
      EXPECT_NE(recipe, Recipes().end()) << name << " has no recipe: say which ids it takes.";
      if (recipe == Recipes().end()) continue;
      seen.insert(name);
      check(route, recipe->second);
    }
    EXPECT_EQ(seen.size(), Recipes().size()) << "A recipe is for no row.";
  }
};

TEST_F(Isolation, NoCredentialAndAWrongOneOpenNoGuardedRoute) {
  const Victim victim = MakeVictim();
  ForEveryGuardedRow([&](const door::Route& route, const Recipe& recipe) {
    const int refused = route.pattern == "/oauth/token" ? 403 : 401;
    EXPECT_EQ(Try(route, recipe, victim, {}).status, refused) << NameOf(route);
    for (const ClientHeaders& wrong :
         {Bearer("0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b"), Bearer("sk_test_nobody_has_this_key"),
          Bearer("a.b.c"), Bearer("")}) {
      const ClientAnswer answer = Try(route, recipe, victim, wrong);
      // By its contract, GraphQL answers 200 with a code.
      const bool coded = route.pattern == "/client/graphql" &&
                         answer.body.find(R"("code":"UNAUTHENTICATED")") != std::string::npos;
      EXPECT_TRUE(answer.status == refused || coded) << NameOf(route) << ": " << answer.body;
    }
  });
}

TEST_F(Isolation, OnlyTheOwnerReachesWhatBelongsToATenant) {
  ForEveryGuardedRow([](const door::Route& route, const Recipe& recipe) {
    const Victim victim = MakeVictim();
    CheckRefused(route, recipe, victim, StrangersOfAnother());
    if (recipe.environment_wide.empty()) {
      CheckRefused(route, recipe, victim, StrangersOfThisEnvironment());
    }
    const ClientAnswer answer = Try(route, recipe, victim, OwnerOf(recipe, victim));
    EXPECT_GE(answer.status, 200) << NameOf(route);
    EXPECT_LT(answer.status, 300) << NameOf(route) << ": " << answer.body;
    EXPECT_FALSE(answer.body.starts_with(R"({"errors")")) << NameOf(route) << ": " << answer.body;
  });
}

// The victim's user is a guest in the organization of the foreign callers.
TEST_F(Isolation, AGuestMembershipDoesNotLeadToTheAccountAtHome) {
  for (const char* row : {"POST /v1/users/{id}/api_key", "POST /v1/users/{id}/deactivate",
                          "PUT /v1/users/{id}/password", "POST /v1/api_keys/{id}/revoke",
                          "PATCH /v1/api_keys/{id}"}) {
    const Victim victim = MakeVictim();
    Apply(
        WithIds("[[users]]\nid = \"${user}\"\nusername = \"victim${number}\"\nmemberships = "
                "[{ organization = \"${organization}\", roles = [\"planner\", \"api\"] }, "
                "{ organization = \"Globex\", roles = [\"api\"] }]\n",
                victim));
    ForEveryGuardedRow([&](const door::Route& route, const Recipe& recipe) {
      if (NameOf(route) != row) return;
      CheckRefused(route, recipe, victim, StrangersOfThisEnvironment());
      EXPECT_LT(Try(route, recipe, victim, EnvironmentKey()).status, 300) << row;
    });
  }
}

}  // namespace
}  // namespace bearward::app
