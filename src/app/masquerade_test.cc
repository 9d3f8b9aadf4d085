// Masquerade: a user in the console acts as another user (docs/masquerade.md; incident classes C3,
// H1, I2, I3).
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
    ContractFixture::SetUpTestSuite();
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
    return {{"Cookie", "bearward_masquerade=" + browser.Cookie("bearward_masquerade")},
            {"X-CSRF-Token", browser.Cookie("bearward_masquerade_csrf")}};
  }
  static void ExpectRefused(const ClientAnswer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(Text(answer, "code"), code) << answer.body;
    EXPECT_EQ(answer.Header("Set-Cookie"), "");
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

// H1: neither the begin nor what follows can be found under one name only.
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
      {Method::kPost, "/v1/administrators", R"({"user_id":"user_mighty"})"},
      {Method::kDelete, "/v1/administrators/user_boss", "{}"},
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
