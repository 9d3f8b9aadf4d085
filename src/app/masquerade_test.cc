// Masquerade: a user in the console acts as another user (docs/masquerade.md; incident classes B4,
// C3, H4, I2, I3).
#include <string>

#include "app/browser_fixture.h"
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kWorld = R"(
[[roles]]
slug = "support"
permissions = ["users:masquerade", "forms:read"]
[[roles]]
slug = "reader"
permissions = ["forms:read"]
[[roles]]
slug = "everything"
permissions = ["*"]
[[users]]
username = "boss"
id = "user_boss"
password = "a boss's password"
memberships = [{ organization = "Acme", roles = ["reader"] }]
[[users]]
username = "support"
email = "support@acme.example"
id = "user_support"
password = "a boss's password"
memberships = [{ organization = "Acme", roles = ["support"] }]
[[users]]
username = "target"
id = "user_target"
password = "a boss's password"
memberships = [{ organization = "Acme", roles = ["reader"] }]
[[users]]
username = "mighty"
id = "user_mighty"
password = "a boss's password"
memberships = [{ organization = "Acme", roles = ["everything"] }]
[[users]]
username = "stranger"
id = "user_stranger"
password = "a boss's password"
memberships = [{ organization = "Globex", roles = ["reader"] }]
[[users]]
username = "homeless"
id = "user_homeless"
password = "a boss's password"
)";

class Masquerade : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.trusted_proxies = {"192.0.2.0/24"};  // the test client is a proxy, too
    Start(std::move(config));
    Apply(kWorld);
    Appoint("boss", 0);
  }
  void SetUp() override { clock_->Advance(std::chrono::minutes(2)); }

  static ClientHeaders Session(const std::string& username) {
    return ConsoleSession(username, "a boss's password");
  }
  static ClientAnswer Begin(const ClientHeaders& who, const std::string& user,
                            const std::string& body = R"({"reason":"Ticket 7"})") {
    return Json(Method::kPost, "/v1/users/" + user + "/masquerade", body, who);
  }
  // As returns the headers of the scripts of a page that uses the masquerade.
  static ClientHeaders As(const ClientAnswer& begun) {
    EXPECT_EQ(begun.status, 201) << begun.body;
    Browser browser;
    browser.Take(begun);
    return browser.Masquerade();
  }
  static void ExpectRefused(const ClientAnswer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(Text(answer, "code"), code) << answer.body;
    EXPECT_EQ(answer.Header("Set-Cookie"), "");
  }
  // TokenOf returns the token in the cookie of these headers.
  static std::string TokenOf(const ClientHeaders& who) {
    const std::string& cookie = who.at(0).second;
    return cookie.substr(cookie.find('=') + 1);
  }
  static std::string SessionOf(const ClientHeaders& who) {
    return Text(Get("/v1/whoami", who), "session_id");
  }
  static ClientAnswer ByKey(Method method, const std::string& path,
                            const std::string& body = "{}") {
    ClientAnswer answer = Json(method, path, body, Bearer(kProductionKey));
    EXPECT_EQ(answer.status / 100, 2) << path << ": " << answer.body;
    return answer;
  }
  // NewUser makes a member of Acme with this role.
  static void NewUser(const std::string& id, const std::string& role) {
    Apply("[[users]]\nusername = \"" + id + "\"\nid = \"" + id +
          "\"\npassword = \"a boss's password\"\n"
          "memberships = [{ organization = \"Acme\", roles = [\"" +
          role + "\"] }]\n");
  }
  // Leave changes the file so that the user is a member of Globex instead.
  static void Leave(const std::string& id) {
    Apply("[[users]]\nusername = \"" + id +
          "\"\nmemberships = [{ organization = \"Globex\", roles = [\"reader\"] }]\n");
  }
  static void SetPassword(const std::string& id) {
    ByKey(Method::kPut, "/v1/users/" + id + "/password", R"({"password":"another long password"})");
  }
  static void RemoveMembership(const std::string& id) {
    const std::string memberships = "/user_management/organization_memberships";
    const json::Value list = Value(Get(memberships + "?user_id=" + id, Bearer(kProductionKey)));
    ByKey(Method::kDelete,
          memberships + "/" + *list.Find("data")->AsArray()->at(0).Find("id")->AsString());
  }
  static int StatusOf(const ClientHeaders& who) { return Get("/v1/whoami", who).status; }
};

TEST_F(Masquerade, ActsAsTheUserBesideTheOwnSessionForAnHour) {
  const ClientHeaders own = Session("support");
  const ClientAnswer begun = Begin(own, "user_target");
  const ClientHeaders masquerade = As(begun);
  EXPECT_EQ(begun.Header("Cache-Control"), "no-store");
  EXPECT_EQ(Text(begun, "user_id"), "user_target");
  EXPECT_EQ(Text(begun, "organization_id"), kAcme);

  // One browser has both cookies; the CSRF token of a page says which one is its session.
  const std::string both = own[0].second + "; " + masquerade[0].second;
  const ClientAnswer as_target = Get("/v1/whoami", {{"Cookie", both}, masquerade[1]});
  EXPECT_THAT(
      as_target.body,
      AllOf(HasSubstr(R"("id":"user_target")"), HasSubstr(R"("permissions":["forms:read"])"),
            HasSubstr(R"("impersonator":{"id":"user_support","name":"support@acme.example",)"
                      R"("reason":"Ticket 7"})")));
  const ClientAnswer as_self = Get("/v1/whoami", {{"Cookie", both}, own[1]});
  EXPECT_THAT(as_self.body,
              AllOf(HasSubstr(R"("id":"user_support")"), Not(HasSubstr("impersonator"))));
  ExpectRefused(Get("/v1/whoami", {{"Cookie", both}}), 403, "csrf_token_required");
  ExpectRefused(Get("/v1/whoami", {masquerade[0]}), 401, "missing_credential");

  clock_->Advance(std::chrono::minutes(60));
  EXPECT_EQ(StatusOf(masquerade), 401);
  EXPECT_EQ(StatusOf(own), 200);
}

// H4: neither the begin nor what follows can be found under one name only.
TEST_F(Masquerade, TheAuditHasBothNames) {
  const ClientHeaders masquerade = As(Begin(Session("support"), "user_target"));
  EXPECT_EQ(Send(Method::kPost, "/sign-out", masquerade).status, 204);
  const ClientHeaders key = Bearer(kProductionKey);
  const std::string started =
      Get("/v1/events?limit=1&type=masquerade.started&target=user_target", key).body;
  EXPECT_THAT(started, AllOf(HasSubstr(R"("actor_id":"user_support")"),
                             HasSubstr(R"("reason":"Ticket 7")")));
  const std::string ended =
      Get("/v1/events?limit=1&type=session.ended&actor_id=user_target", key).body;
  EXPECT_THAT(ended, HasSubstr(R"("data":{"impersonator":{"id":"user_support",)"
                               R"("name":"support@acme.example","reason":"Ticket 7"},"profile")"));
}

TEST_F(Masquerade, WhatOnlyTheUserItselfMayDoIsRefused) {
  const ClientHeaders masquerade = As(Begin(Session("boss"), "user_mighty"));
  struct Row {
    Method method;
    std::string path;
    std::string body;
  };
  const Row rows[] = {
      {Method::kPut, "/v1/users/user_mighty/password",
       R"({"password":"a new password","current_password":"wrong"})"},
      {Method::kPost, "/v1/users/user_mighty/api_key", "{}"},
      {Method::kPost, "/v1/api_keys", R"({"description":"Made"})"},
      {Method::kPost, "/v1/applications", R"({"name":"Made"})"},
      {Method::kPost, "/v1/applications/app_1/reset_secret", "{}"},
      {Method::kPost, "/v1/applications/app_1/secrets", "{}"},
      {Method::kPost, "/v1/users/user_target/masquerade", R"({"reason":"again"})"},
      {Method::kPost, "/v1/environments/demo.workspan.com/masquerade", "{}"},
      {Method::kDelete, "/v1/administrators/user_boss", "{}"},
      {Method::kPost, "/organizations/" + std::string(kAcme) + "/api_keys", R"({"name":"Made"})"},
      {Method::kPost, "/user_management/users/user_mighty/api_keys", R"({"name":"Made"})"},
      {Method::kGet, "/user_management/email_verification/1", ""},
      {Method::kPost, "/user_management/magic_auth", R"({"email":"ann@acme.example"})"},
      {Method::kGet, "/user_management/magic_auth/1", ""},
      {Method::kPost, "/user_management/password_reset", R"({"email":"ann@acme.example"})"},
      {Method::kGet, "/user_management/password_reset/1", ""},
      {Method::kPost, "/passwordless/sessions", R"({"email":"ann@acme.example"})"},
      {Method::kPost, "/sign-in/switch", "{}"},
  };
  for (const Row& row : rows) {
    ExpectRefused(Json(row.method, row.path, row.body, masquerade), 403, "refused_in_masquerade");
    EXPECT_THAT(Json(row.method, row.path, row.body, Session("mighty")).body,
                Not(HasSubstr("refused_in_masquerade")))
        << row.path << ": positive control";
  }
  int in_person = 0;
  for (const door::Route& route : core_->door().routes())
    in_person += route.guard.in_person ? 1 : 0;
  EXPECT_EQ(in_person, static_cast<int>(std::size(rows))) << "a row has no line in this test";
}

// I3
TEST_F(Masquerade, NeedsThePermissionAndEveryRightOfTheUser) {
  const ClientHeaders support = Session("support");
  ExpectRefused(Begin(support, "user_mighty"), 403, "exceeds_own_permissions");
  ExpectRefused(Begin(support, "user_boss"), 403, "exceeds_own_permissions");
  ExpectRefused(Begin(Session("mighty"), "user_boss"), 403, "exceeds_own_permissions");
  ExpectRefused(Begin(Session("target"), "user_support"), 404, "user_not_found");
  ExpectRefused(Begin(support, "user_stranger"), 404, "user_not_found");
  EXPECT_EQ(Begin(support, "user_target").status, 201) << "positive control";
}

TEST_F(Masquerade, AsAnAdministratorDoesNotAdminister) {
  Apply(
      "[[users]]\nusername = \"deputy\"\nid = \"user_deputy\"\npassword = \"a boss's password\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"everything\"] }]\n");
  Appoint("deputy", 0);
  const ClientHeaders masquerade = As(Begin(Session("boss"), "user_deputy"));
  ExpectRefused(Get("/v1/administrators", masquerade), 403, "not_the_environment");
  ExpectRefused(
      Json(Method::kPost, "/v1/administrators", R"({"user_id":"user_target"})", masquerade), 403,
      "not_the_environment");
  EXPECT_EQ(Get("/v1/administrators", Session("deputy")).status, 200) << "positive control";
}

// An application cannot sign in, and no user of it exists.
TEST_F(Masquerade, AsAnApplicationOrAnUnknownUserIsRefused) {
  const ClientHeaders boss = Session("boss");
  const ClientAnswer applications = Get("/v1/applications?limit=1", boss);
  const json::Value list = Value(applications);
  const std::string id = *list.Find("data")->AsArray()->front().Find("id")->AsString();
  ExpectRefused(Begin(boss, id), 404, "user_not_found");
  ExpectRefused(Begin(boss, "user_none"), 404, "user_not_found");
}

TEST_F(Masquerade, StatesWhatPreventsIt) {
  const ClientHeaders boss = Session("boss");
  ExpectRefused(Begin(boss, "user_boss"), 409, "own_user");
  ExpectRefused(Begin(boss, "user_homeless"), 409, "no_organization");
  ExpectRefused(Begin(boss, "user_target", "{}"), 400, "missing_field");
  ExpectRefused(Begin(boss, "user_target", R"({"reason":"  "})"), 400, "missing_field");
  ExpectRefused(Begin(boss, "user_target", R"({"reason":"two\nlines"})"), 400, "invalid_value");
  ExpectRefused(Begin(boss, "user_target", R"({"reason":")" + std::string(201, 'x') + "\"}"), 400,
                "invalid_value");
  ExpectRefused(Begin(boss, "user_target", R"({"reason":"x","organization_id":"org_none"})"), 400,
                "membership_required");
  EXPECT_EQ(Json(Method::kPost, "/v1/users/user_stranger/deactivate", "{}", Bearer(kProductionKey))
                .status,
            200);
  ExpectRefused(Begin(boss, "user_stranger"), 409, "user_inactive");
}

// A key or a token has no person who could be named in the audit trail.
TEST_F(Masquerade, OnlyASessionOfTheConsoleBegins) {
  EXPECT_EQ(Begin(Bearer(kProductionKey), "user_target").status, 401);
  EXPECT_EQ(Begin({{"X-Api-Key", kAnnKey}}, "user_target").status, 401);
  EXPECT_EQ(Begin(Session("support"), "user_target").status, 201) << "positive control";
}

// B4
TEST_F(Masquerade, EndsWithTheSessionOfItsImpersonator) {
  const ClientHeaders own = Session("support");
  const ClientHeaders masquerade = As(Begin(own, "user_target"));
  const ClientHeaders other = As(Begin(Session("support"), "user_target"));
  EXPECT_EQ(StatusOf(masquerade), 200);
  EXPECT_EQ(Send(Method::kPost, "/sign-out", own).status, 204);
  EXPECT_EQ(StatusOf(masquerade), 401);
  EXPECT_EQ(StatusOf(other), 200) << "it began in another session";
  const auto change = [](const std::string& user, const std::string& verb) {
    EXPECT_EQ(
        Json(Method::kPost, "/v1/users/" + user + "/" + verb, "{}", Bearer(kProductionKey)).status,
        200);
  };
  change("user_support", "deactivate");
  EXPECT_EQ(StatusOf(other), 401);
  change("user_support", "activate");
  const ClientHeaders third = As(Begin(Session("support"), "user_target"));
  change("user_target", "deactivate");
  EXPECT_EQ(StatusOf(third), 401);
  change("user_target", "activate");
}

// Begun is a masquerade whose impersonator and target have no other session.
struct Begun {
  std::string by;
  std::string as;
  std::string session;  // of the impersonator, in which it began
};

// B4
TEST_F(Masquerade, EndsWithEverythingThatEndsItsSessionOrThatOfItsImpersonator) {
  struct Row {
    std::string name;
    bool administers;
    void (*end)(const Begun& begun);
  };
  const Row rows[] = {
      {"revoked", false,
       [](const Begun& b) { ByKey(Method::kPost, "/v1/sessions/" + b.session + "/revoke"); }},
      {"own_password", false, [](const Begun& b) { SetPassword(b.by); }},
      {"password", false, [](const Begun& b) { SetPassword(b.as); }},
      {"removed", true,
       [](const Begun& b) { ByKey(Method::kDelete, "/v1/administrators/" + b.by); }},
      {"own_membership", false, [](const Begun& b) { RemoveMembership(b.by); }},
      {"membership", true, [](const Begun& b) { RemoveMembership(b.as); }},
      {"own_file", false, [](const Begun& b) { Leave(b.by); }},
      {"file", true, [](const Begun& b) { Leave(b.as); }},
  };
  for (const Row& row : rows) {
    Begun begun{.by = "user_by_" + row.name, .as = "user_as_" + row.name, .session = {}};
    NewUser(begun.by, "support");
    NewUser(begun.as, "reader");
    if (row.administers) Appoint(begun.by, 0);
    const ClientHeaders own = Session(begun.by);
    begun.session = SessionOf(own);
    const ClientHeaders masquerade = As(Begin(own, begun.as));
    EXPECT_EQ(StatusOf(masquerade), 200) << row.name;
    row.end(begun);
    EXPECT_EQ(StatusOf(masquerade), 401) << row.name;
  }
}

TEST_F(Masquerade, DoesNotOutliveTheOwnSession) {
  const ClientHeaders own = Session("support");
  clock_->Advance(std::chrono::hours(12) - std::chrono::minutes(10));
  const ClientHeaders masquerade = As(Begin(own, "user_target"));
  clock_->Advance(std::chrono::minutes(9));
  EXPECT_EQ(StatusOf(masquerade), 200);
  clock_->Advance(std::chrono::minutes(2));
  EXPECT_EQ(StatusOf(masquerade), 401);
}

// The cookie of the first is overwritten, so no page could end it.
TEST_F(Masquerade, ASecondOneEndsTheFirstOfTheSameSession) {
  const ClientHeaders own = Session("support");
  const ClientHeaders first = As(Begin(own, "user_target"));
  const std::string ended = SessionOf(first);
  const ClientHeaders elsewhere = As(Begin(Session("support"), "user_target"));
  const ClientHeaders second = As(Begin(own, "user_target"));
  EXPECT_EQ(StatusOf(first), 401);
  EXPECT_EQ(StatusOf(elsewhere), 200) << "it began in another session";
  EXPECT_EQ(StatusOf(second), 200);
  EXPECT_THAT(
      Get("/v1/events?limit=1&type=session.ended&target=" + ended, Bearer(kProductionKey)).body,
      AllOf(HasSubstr(R"("actor_id":"user_support")"),
            HasSubstr(R"("organization_id":")" + std::string(kAcme) + '"')));
}

// The administrator has no organization, or another one; the event belongs to that of the session.
TEST_F(Masquerade, ItsEndIsAnEventOfItsOwnOrganization) {
  NewUser("user_other_boss", "reader");
  Appoint("user_other_boss", 0);
  Apply(
      "[[users]]\nusername = \"abroad\"\nid = \"user_abroad\"\n"
      "memberships = [{ organization = \"Globex\", roles = [\"reader\"] }]\n");
  const ClientHeaders own = Session("user_other_boss");
  const ClientAnswer first = Begin(own, "user_abroad");
  const std::string organization = Text(first, "organization_id");
  EXPECT_EQ(Send(Method::kPost, "/sign-out", own).status, 204);
  EXPECT_NE(organization, kAcme);
  const ClientAnswer second = Begin(Session("user_other_boss"), "user_abroad");
  ByKey(Method::kPost, "/v1/users/user_other_boss/deactivate");
  for (const ClientAnswer& begun : {first, second}) {
    const std::string session = Text(begun, "session_id");
    EXPECT_THAT(
        Get("/v1/events?limit=1&type=session.ended&target=" + session, Bearer(kProductionKey)).body,
        HasSubstr(R"("organization_id":")" + organization + '"'));
  }
}

// H4: no header of a gateway names the impersonator.
TEST_F(Masquerade, PassesNoGateway) {
  const auto ask = [](const ClientHeaders& who) {
    ClientHeaders headers = Bearer(TokenOf(who));
    headers.emplace_back("X-Original-Method", "GET");
    headers.emplace_back("X-Original-URL", "http://api.acme.example/forms");
    return Get("/gateway/nginx/forms", std::move(headers));
  };
  const ClientAnswer refused = ask(As(Begin(Session("support"), "user_target")));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.Header("X-Auth-Reason"), "missing_permission");
  EXPECT_EQ(ask(Session("target")).status, 200) << "positive control";
}

// H4; RFC 8693 section 4.1.
TEST_F(Masquerade, IntrospectionNamesWhoActs) {
  const auto introspect = [](const ClientHeaders& who) {
    return Form("/oauth2/introspect", "token=" + TokenOf(who), Bearer(kProductionKey)).body;
  };
  EXPECT_THAT(introspect(As(Begin(Session("support"), "user_target"))),
              HasSubstr(R"("sub":"user_target","act":{"sub":"user_support"})"));
  EXPECT_THAT(introspect(Session("target")),
              AllOf(HasSubstr(R"("sub":"user_target")"), Not(HasSubstr(R"("act":)"))));
}

TEST_F(Masquerade, ItsEndLeavesTheOwnSession) {
  const ClientHeaders own = Session("support");
  const ClientHeaders masquerade = As(Begin(own, "user_target"));
  const ClientAnswer ended = Send(Method::kPost, "/sign-out", masquerade);
  Browser browser;
  browser.Plant("bearward_session", "own");
  browser.Plant("bearward_masquerade", "other");
  browser.Take(ended);
  EXPECT_EQ(browser.Cookie("bearward_session"), "own");
  EXPECT_EQ(browser.Cookie("bearward_masquerade"), "");
  EXPECT_EQ(StatusOf(masquerade), 401);
  EXPECT_EQ(StatusOf(own), 200);
}

// The principal of a user is cached; who acts as the user is not part of it.
TEST_F(Masquerade, SessionsOfOneUserDoNotMix) {
  const ClientHeaders target = Session("target");
  EXPECT_THAT(Get("/v1/whoami", target).body, Not(HasSubstr("impersonator")));
  const ClientHeaders by_support = As(Begin(Session("support"), "user_target"));
  const ClientHeaders by_boss = As(Begin(Session("boss"), "user_target"));
  EXPECT_THAT(Get("/v1/whoami", by_boss).body, HasSubstr(R"("impersonator":{"id":"user_boss")"));
  EXPECT_THAT(Get("/v1/whoami", by_support).body,
              HasSubstr(R"("impersonator":{"id":"user_support")"));
  EXPECT_THAT(Get("/v1/whoami", Session("target")).body, Not(HasSubstr("impersonator")));
  const std::string listed =
      Get("/user_management/users/user_target/sessions", Bearer(kProductionKey)).body;
  EXPECT_THAT(listed, AllOf(HasSubstr(R"("auth_method":"impersonation")"),
                            HasSubstr(R"("impersonator":{"email":"support@acme.example",)"
                                      R"("reason":"Ticket 7"})")));
}

}  // namespace
}  // namespace bearward::app
