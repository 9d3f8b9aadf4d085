// A password that must be replaced: the page that asks for a new one, and the refusals of the APIs
// (incident classes C3, D1, D2, H1, I2).
#include <string>

#include "app/sign_in_pages_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kPage = "/sign-in/new-password";

class ExpiredPassword : public SignInPagesFixture {
 protected:
  // NewExpired makes a member of Acme whose password must be replaced.
  static std::string NewExpired(const std::string& email) {
    const std::string user = NewMember(email);
    const ClientAnswer marked =
        Key(Method::kPut, "users/" + user, R"({"password_change_required":true})");
    EXPECT_EQ(marked.status, 200) << marked.body;
    return user;
  }
  // Begin signs in up to the page for a new password, which it returns.
  static ClientAnswer Begin(Browser& browser, const std::string& email) {
    return SignInTo(browser, email, kPage);
  }
  static ClientAnswer Choose(Browser& browser, const ClientAnswer& page,
                             const std::string& password = kNewPassword) {
    return Submit(browser, kPage, page,
                  "return_to=" + FieldOf(page.body, "return_to") + "&" + PasswordField(password));
  }
  // Authenticate signs in by WorkOS' API.
  static ClientAnswer Authenticate(const std::string& email, const std::string& password) {
    const std::string client = *Value(Get("/v1/whoami", Bearer(kProductionKey)))
                                    .Find("environment")
                                    ->Find("client_id")
                                    ->AsString();
    return Json(Method::kPost, "/user_management/authenticate",
                R"({"grant_type":"password","client_id":")" + client + R"(","client_secret":")" +
                    kProductionKey + R"(","email":")" + email + R"(","password":")" + password +
                    "\"}");
  }
  static std::string NewestEvent(const std::string& type, const std::string& user) {
    testing::Must(core_->Tend());  // writes the refusals
    return Get("/v1/events?limit=1&type=" + type + "&target=" + user, Bearer(kProductionKey)).body;
  }
};

TEST_F(ExpiredPassword, TheUserChoosesANewOneAndIsSignedIn) {
  const std::string user = NewMember("e1@pages.example");
  const ClientHeaders before = ConsoleSession("e1@pages.example", kOldPassword);
  Key(Method::kPut, "users/" + user, R"({"password_change_required":true})");
  EXPECT_EQ(Get("/v1/whoami", before).status, 200) << "the next sign-in asks for a new password";
  Browser browser;
  const std::string planted = "00000000-0000-4000-8000-000000000000";
  browser.Plant("bearward_session", planted);
  const ClientAnswer page = Begin(browser, "e1@pages.example");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body, AllOf(HasSubstr("Choose a new password"), HasSubstr("e1@pages.example"),
                               Not(HasSubstr("<script"))));
  EXPECT_EQ(browser.Cookie("bearward_session"), planted) << "not signed in yet";
  clock_->Advance(std::chrono::seconds(1));
  const ClientAnswer done = Choose(browser, page);
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(done.Header("Location"), "/console");
  EXPECT_EQ(browser.Cookie("bearward_pending") + browser.Cookie("bearward_form"), "")
      << "the cookies of the pending sign-in and of the form have ended";
  EXPECT_EQ(Get("/v1/whoami", browser.Api()).status, 200);
  EXPECT_EQ(Get("/v1/whoami", before).status, 401) << "the other sessions have ended";
  EXPECT_EQ(SignIn("e1@pages.example", kOldPassword).status, 401);
  Browser later;
  EXPECT_EQ(Fill(later, "/sign-in", "username=e1%40pages.example&" + PasswordField(kNewPassword))
                .Header("Location"),
            "/console");
}

TEST_F(ExpiredPassword, TheUserIsTheActorOfItsChange) {
  const std::string user = NewExpired("e2@pages.example");
  Browser browser;
  const ClientAnswer page = Begin(browser, "e2@pages.example");
  EXPECT_EQ(Choose(browser, page).status, 303);
  const std::string event = NewestEvent("user.password_changed", user);
  EXPECT_THAT(event, HasSubstr(R"("actor_kind":"user","actor_id":")" + user + '"'));
  EXPECT_THAT(event, HasSubstr(R"("password_change_required":{"before":true,"after":false})"));
  EXPECT_THAT(event, AllOf(Not(HasSubstr(kNewPassword)), Not(HasSubstr(kOldPassword))));
}

TEST_F(ExpiredPassword, ThePageOfTheConsoleIsRememberedAndNoOtherPlace) {
  NewExpired("e3@pages.example");
  for (const auto& [asked, shown] :
       {std::pair{"/console/logins", "/console/logins"}, {"//evil.example", "/console"}}) {
    Browser browser;
    const ClientAnswer moved =
        Fill(browser, "/sign-in",
             Credentials("e3@pages.example") + "&return_to=" + base::PercentEncode(asked));
    const ClientAnswer page = Open(browser, moved.Header("Location"));
    EXPECT_EQ(FieldOf(page.body, "return_to"), shown);
    if (std::string(asked) != shown) {
      EXPECT_EQ(
          Submit(browser, kPage, page,
                 "return_to=" + base::PercentEncode(asked) + "&" + PasswordField(kNewPassword))
              .Header("Location"),
          "/console");
    }
  }
}

// H1: the token is in no page and no URL, and scripts cannot read its cookie.
TEST_F(ExpiredPassword, TheTokenIsOnlyInItsCookie) {
  NewExpired("e4@pages.example");
  Browser browser;
  const ClientAnswer moved = Fill(browser, "/sign-in", Credentials("e4@pages.example"));
  const std::string token = browser.Cookie("bearward_pending");
  ASSERT_NE(token, "");
  EXPECT_THAT(moved.Header("Location"), Not(HasSubstr(token)));
  EXPECT_THAT(moved.Header("Set-Cookie"), HasSubstr("HttpOnly"));
  EXPECT_EQ(moved.Header("Cache-Control"), "no-store");
  const ClientAnswer page = Open(browser, moved.Header("Location"));
  EXPECT_THAT(page.body, Not(HasSubstr(token)));
  EXPECT_EQ(page.Header("Cache-Control"), "no-store");
}

TEST_F(ExpiredPassword, ATokenIsUsedOnceAndEndsWithThePassword) {
  const std::string user = NewExpired("e5@pages.example");
  Browser browser;
  const ClientAnswer page = Begin(browser, "e5@pages.example");
  const std::string token = browser.Cookie("bearward_pending");
  clock_->Advance(std::chrono::seconds(1));
  EXPECT_EQ(Choose(browser, page).status, 303);
  Browser again;
  again.Plant("bearward_pending", token);
  again.Plant("bearward_form", "form");
  const ClientAnswer second =
      Form(kPage, "csrf=" + door::CsrfTokenOf("form") + "&" + PasswordField("one more password"),
           again.Headers());
  EXPECT_EQ(second.status, 404) << second.body;
  EXPECT_THAT(second.body, HasSubstr("Sign in again."));
  EXPECT_EQ(SignIn("e5@pages.example", "one more password").status, 401);

  Key(Method::kPut, "users/" + user, R"({"password_change_required":true})");
  Browser other;
  const ClientAnswer pending =
      Fill(other, "/sign-in", "username=e5%40pages.example&" + PasswordField(kNewPassword));
  const ClientAnswer shown = Open(other, pending.Header("Location"));
  clock_->Advance(std::chrono::seconds(1));
  EXPECT_EQ(Json(Method::kPut, "/v1/users/" + user + "/password",
                 R"({"password":"set by an administrator"})", Bearer(kProductionKey))
                .status,
            200);
  EXPECT_EQ(Choose(other, shown, "chosen too late").status, 404);
  EXPECT_EQ(SignIn("e5@pages.example", "chosen too late").status, 401);
}

TEST_F(ExpiredPassword, ASignInThatWaitsForTenMinutesHasToBeginAgain) {
  NewExpired("e6@pages.example");
  Browser browser;
  const ClientAnswer page = Begin(browser, "e6@pages.example");
  clock_->Advance(std::chrono::minutes(10));
  EXPECT_EQ(Open(browser, kPage).status, 404);
  EXPECT_EQ(Choose(browser, page).status, 404);
  Browser other;
  EXPECT_EQ(Open(other, kPage).status, 404) << "without a sign-in";
}

// C3. Regression: the next user of the browser could continue the sign-in.
TEST_F(ExpiredPassword, TheReturnToTheSignInPageEndsTheSignInThatWaits) {
  NewExpired("e15@pages.example");
  Browser browser;
  const ClientAnswer page = Begin(browser, "e15@pages.example");
  ASSERT_EQ(page.status, 200) << page.body;
  ASSERT_NE(browser.Cookie("bearward_pending"), "");
  EXPECT_EQ(Open(browser, "/sign-in").status, 200);
  EXPECT_EQ(browser.Cookie("bearward_pending"), "");
  EXPECT_EQ(Open(browser, kPage).status, 404);
  EXPECT_EQ(Choose(browser, page).status, 404);
}

// Regression: such a user could not replace its password, because it may not enter the console.
TEST_F(ExpiredPassword, AUserWithoutAnOrganizationReplacesItsPasswordAndGetsNoSession) {
  const std::string email = "e16@pages.example";
  const std::string user = NewUser(email);
  EXPECT_EQ(Key(Method::kPut, "users/" + user, R"({"password_change_required":true})").status, 200);
  Browser browser;
  const ClientAnswer page = Begin(browser, email);
  ASSERT_EQ(page.status, 200) << page.body;
  clock_->Advance(std::chrono::seconds(1));
  const ClientAnswer done = Choose(browser, page);
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(done.Header("Location"), AllOf(StartsWith("/sign-in?"), HasSubstr("done=password")));
  EXPECT_EQ(browser.Cookie("bearward_pending") + browser.Cookie("bearward_form") +
                browser.Cookie("bearward_session"),
            "");
  EXPECT_EQ(Text(Authenticate(email, kOldPassword), "code"), "invalid_credentials");
  const ClientAnswer in = Authenticate(email, kNewPassword);
  EXPECT_EQ(in.status, 200) << in.body;
}

// C3, I2
TEST_F(ExpiredPassword, AFormOfAnotherBrowserOrEnvironmentChangesNothing) {
  NewExpired("e7@pages.example");
  Browser browser;
  const ClientAnswer page = Begin(browser, "e7@pages.example");
  const std::string fields = PasswordField(kNewPassword);
  EXPECT_EQ(
      Form(kPage, "csrf=" + door::CsrfTokenOf("form") + "&" + fields, browser.Headers()).status,
      403);
  EXPECT_EQ(Form(kPage, fields, browser.Headers()).status, 403);
  EXPECT_EQ(Submit(browser, std::string(kPage) + "?environment=" + sandbox_, page, fields).status,
            404);
  EXPECT_EQ(SignIn("e7@pages.example", kNewPassword).status, 401);
  EXPECT_EQ(Choose(browser, page).status, 303) << "positive control";
}

TEST_F(ExpiredPassword, AWeakOrReusedPasswordIsAskedForAgain) {
  NewExpired("e8@pages.example");
  Browser browser;
  ClientAnswer page = Begin(browser, "e8@pages.example");
  for (const char* refused : {"x1y2", kOldPassword}) {
    page = Choose(browser, page, refused);
    EXPECT_EQ(page.status, 400) << page.body;
    EXPECT_THAT(page.body, AllOf(HasSubstr("role=\"alert\""), HasSubstr("e8@pages.example"),
                                 Not(HasSubstr(refused))));
  }
  EXPECT_EQ(Choose(browser, page).status, 303);
}

// D1: a wrong password is answered like that of any other user.
TEST_F(ExpiredPassword, AWrongPasswordDoesNotShowThatItHasExpired) {
  NewMember("e9@pages.example");
  NewExpired("e9x@pages.example");
  EXPECT_EQ(Plain(SignIn("e9x@pages.example", "wrong"), "e9x@pages.example"),
            Plain(SignIn("e9@pages.example", "wrong"), "e9@pages.example"));
}

TEST_F(ExpiredPassword, AClientThatAsksForNoPageGetsTheRefusal) {
  NewExpired("e10@pages.example");
  Browser program("application/json");
  const ClientAnswer answer =
      Form("/sign-in", "csrf=" + door::CsrfTokenOf("form") + "&" + Credentials("e10@pages.example"),
           {{"Accept", "application/json"}, {"Cookie", "bearward_form=form"}});
  EXPECT_EQ(answer.status, 401) << answer.body;
  EXPECT_EQ(Text(answer, "code"), "password_expired");
  EXPECT_EQ(answer.Header("Set-Cookie"), "");
}

// D2: each dialect refuses in its own form, and each refusal is an event.
TEST_F(ExpiredPassword, EveryApiRefusesInItsFormAndNamesTheUserInTheEvent) {
  const std::string email = "e11@pages.example";
  const std::string user = NewExpired(email);
  const std::string pair = R"("username":")" + email + R"(","password":")" + kOldPassword + '"';
  const ClientAnswer tracker = Json(Method::kPost, "/auth/login", "{" + pair + "}");
  EXPECT_EQ(tracker.status, 401);
  EXPECT_THAT(tracker.body, HasSubstr(R"("code":"PASSWORD_EXPIRED")"));
  EXPECT_EQ(Json(Method::kPost, "/auth/login", "{" + pair + R"(,"auth_only":1})").status, 401);
  const ClientAnswer mobile = Json(Method::kPost, "/api/Account/Authenticate", "{" + pair + "}");
  EXPECT_EQ(mobile.status, 401);
  EXPECT_THAT(mobile.body, HasSubstr("password has expired"));
  const ClientAnswer vendor = Authenticate(email, kOldPassword);
  EXPECT_EQ(vendor.status, 403) << vendor.body;
  EXPECT_EQ(Text(vendor, "code"), "password_expired");
  const std::string failed = NewestEvent("login.failed", user);
  EXPECT_THAT(failed, AllOf(HasSubstr(R"("reason":"password_expired")"), HasSubstr(user),
                            Not(HasSubstr(kOldPassword))));
  const ClientAnswer basic = Get("/v1/whoami", Password("Basic", email + ":" + kOldPassword));
  EXPECT_EQ(basic.status, 401);
  EXPECT_EQ(Text(basic, "code"), "password_expired");
  const ClientAnswer wrong = Get("/v1/whoami", Password("Basic", email + ":wrong"));
  EXPECT_EQ(Text(wrong, "code"), "invalid_credentials");
}

TEST_F(ExpiredPassword, ANewUserMayHaveToReplaceItsFirstPassword) {
  const ClientAnswer made =
      Key(Method::kPost, "users",
          R"({"email":"e12@pages.example","password_change_required":true,"password":")" +
              std::string(kOldPassword) + "\"}");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(made.body, Not(HasSubstr("password_change_required"))) << "the vendor's object";
  EXPECT_THAT(Get("/v1/users/" + Text(made, "id"), Bearer(kProductionKey)).body,
              HasSubstr(R"("password_change_required":true)"));
  EXPECT_EQ(Key(Method::kPost, "users",
                R"({"email":"e13@pages.example","password_change_required":"yes"})")
                .status,
            422);
}

// A reset proves the mailbox and is the choice of the user; another password of an administrator is
// not.
TEST_F(ExpiredPassword, AResetByMailSatisfiesTheRequiredChange) {
  const std::string user = NewExpired("e14@pages.example");
  EXPECT_EQ(Key(Method::kPut, "users/" + user, R"({"password":"set by an administrator"})").status,
            200);
  EXPECT_THAT(Get("/v1/users/" + user, Bearer(kProductionKey)).body,
              HasSubstr(R"("password_change_required":true)"));
  const std::string token =
      Text(Key(Method::kPost, "password_reset", R"({"email":"e14@pages.example"})"),
           "password_reset_token");
  EXPECT_EQ(Key(Method::kPost, "password_reset/confirm",
                R"({"token":")" + token + R"(","new_password":")" + kNewPassword + "\"}")
                .status,
            200);
  Browser browser;
  EXPECT_EQ(Fill(browser, "/sign-in", "username=e14%40pages.example&" + PasswordField(kNewPassword))
                .Header("Location"),
            "/console");
}

}  // namespace
}  // namespace bearward::app
