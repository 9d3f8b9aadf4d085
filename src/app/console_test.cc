// The console and its sign-in pages, over the whole program: sessions in cookies, CSRF, rotation,
// isolation, escaping, and the headers of the pages (incident classes C3, K1, K3, I2).
#include <string>

#include "app/browser_fixture.h"
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kWorld = R"(
[[users]]
username = "boss"
password = "a boss's password"
[[users]]
environment = "demo.workspan.com"
username = "sandbox-boss"
password = "a boss's password"
)";

class Console : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
    Appoint("boss", 0);
    sandbox_ = Appoint("sandbox-boss", 1);
  }

  static ClientAnswer Open(Browser& browser, const std::string& target) {
    const ClientAnswer page = Get(target, browser.Headers());
    browser.Take(page);
    return page;
  }
  // Submit fills the form of the page that was just opened.
  static ClientAnswer Submit(Browser& browser, const std::string& csrf, const std::string& username,
                             const std::string& password, const std::string& more = "",
                             const std::string& target = "/sign-in") {
    const ClientAnswer answer = Form(target,
                                     "csrf=" + csrf + "&username=" + base::PercentEncode(username) +
                                         "&password=" + base::PercentEncode(password) + more,
                                     browser.Headers());
    browser.Take(answer);
    return answer;
  }
  static ClientAnswer SignIn(Browser& browser, const std::string& username,
                             const std::string& password = "a boss's password",
                             const std::string& more = "", const std::string& target = "/sign-in") {
    const ClientAnswer page = Open(browser, target);
    EXPECT_THAT(page.body, HasSubstr("action=\"/sign-in?environment="));
    return Submit(browser, FieldOf(page.body, "csrf"), username, password, more, target);
  }
  // SignInAnn chooses Acme, one of Ann's organizations.
  static ClientAnswer SignInAnn(Browser& browser) {
    const std::string next = SignIn(browser, "ann", kAnnPassword).Header("Location");
    EXPECT_THAT(next, StartsWith("/sign-in/organization?"));
    const ClientAnswer page = Open(browser, next);
    const ClientAnswer answer =
        Form("/sign-in/organization",
             "csrf=" + FieldOf(page.body, "csrf") + "&organization=" + kAcme, browser.Headers());
    browser.Take(answer);
    return answer;
  }
  static Browser Boss() {
    Browser browser;
    EXPECT_EQ(SignIn(browser, "boss").status, 303);
    return browser;
  }
  static Browser SandboxBoss() {
    Browser browser;
    EXPECT_EQ(
        SignIn(browser, "sandbox-boss", "a boss's password", "", "/sign-in?environment=" + sandbox_)
            .status,
        303);
    return browser;
  }

  static inline std::string sandbox_;
};

TEST_F(Console, AnAdministratorSignsInAndHasAllPermissionsOfTheEnvironment) {
  Browser browser;
  const ClientAnswer entered = SignIn(browser, "boss", "a boss's password",
                                      "&return_to=%2Fconsole%2Fevents%3Ftype%3Duser.updated");
  EXPECT_EQ(entered.status, 303) << entered.body;
  EXPECT_EQ(entered.Header("Location"), "/console/events?type=user.updated");
  EXPECT_EQ(browser.Cookie("bearward_form"), "") << "the cookie of the form has ended";
  const ClientAnswer who = Get("/v1/whoami", browser.Api());
  ASSERT_EQ(who.status, 200) << who.body;
  EXPECT_THAT(who.body, HasSubstr(R"("permissions":["*"])"));
  EXPECT_THAT(who.body, HasSubstr(R"("organization":null)"));
  EXPECT_EQ(Get("/organizations", browser.Api()).status, 200);
  EXPECT_EQ(Json(Method::kPost, "/v1/policies", R"({"name":"by-console","permissions":[]})",
                 browser.Api())
                .status,
            201);
}

TEST_F(Console, TheAuditNamesTheAdministratorAndTheSession) {
  const Browser browser = Boss();
  const std::string session = Text(Get("/v1/whoami", browser.Api()), "session_id");
  ASSERT_EQ(
      Json(Method::kPost, "/v1/policies", R"({"name":"audited","permissions":[]})", browser.Api())
          .status,
      201);
  const ClientAnswer events = Get("/v1/events?type=policy.created&target=audited", browser.Api());
  EXPECT_THAT(events.body, HasSubstr(R"("actor_kind":"user")"));
  EXPECT_THAT(events.body, HasSubstr(R"("credential_id":")" + session + '"'));
}

TEST_F(Console, AMemberSignsInWithTheRightsOfItsOrganizationOnly) {
  Browser browser;
  ASSERT_EQ(SignInAnn(browser).status, 303);
  const ClientAnswer who = Get("/v1/whoami", browser.Api());
  EXPECT_THAT(who.body, HasSubstr(kAcme));
  EXPECT_THAT(who.body, Not(HasSubstr(R"("*")")));
  EXPECT_EQ(Get("/organizations", browser.Api()).status, 403);
  EXPECT_EQ(Get("/v1/policies", browser.Api()).status, 403);
}

TEST_F(Console, ASessionHasTheNameOfTheBrowserIfThatIsPlainText) {
  clock_->Advance(std::chrono::seconds(1));
  const auto newest = [](const std::string& name) {
    Browser browser;
    browser.Call(name);
    EXPECT_EQ(SignInAnn(browser).status, 303);
    return Get(std::string("/user_management/users/") + kAnn + "/sessions?limit=1",
               Bearer(kProductionKey))
        .body;
  };
  EXPECT_THAT(newest("Tester/2.0"), HasSubstr(R"("user_agent":"Tester/2.0")"));
  clock_->Advance(std::chrono::seconds(1));
  EXPECT_THAT(newest("Tester \xff"), HasSubstr(R"("user_agent":null)"));
}

// C3: the session is new at each sign-in, whatever the browser sent before.
TEST_F(Console, ASignInNeverKeepsASessionThatWasInTheBrowser) {
  const Browser attacker = Boss();
  const std::string planted = attacker.Cookie("bearward_session");
  Browser victim;
  victim.Plant("bearward_session", planted);
  ASSERT_EQ(SignInAnn(victim).status, 303);
  EXPECT_NE(victim.Cookie("bearward_session"), planted);
  EXPECT_THAT(Get("/v1/whoami", victim.Api()).body, HasSubstr(kAnn));
}

TEST_F(Console, ARequestWithTheCookieAndWithoutTheCsrfTokenChangesNothing) {
  const Browser browser = Boss();
  const std::string body = R"({"name":"forged","permissions":[]})";
  const ClientHeaders cookie_only = {{"Cookie", browser.Headers()[1].second}};
  ClientHeaders wrong = cookie_only;
  wrong.emplace_back("X-CSRF-Token", door::CsrfTokenOf("another session"));
  for (const ClientHeaders& headers : {cookie_only, wrong}) {
    const ClientAnswer refused = Json(Method::kPost, "/v1/policies", body, headers);
    EXPECT_EQ(refused.status, 403) << refused.body;
    EXPECT_EQ(Text(refused, "code"), "csrf_token_required");
    EXPECT_EQ(Get("/v1/whoami", headers).status, 403) << "reading is refused too";
  }
  EXPECT_EQ(Get("/v1/policies/forged", browser.Api()).status, 404);
  EXPECT_EQ(Json(Method::kPost, "/v1/policies", body, browser.Api()).status, 201);
}

// C3: another site cannot sign a person in, because it cannot read the token of the form.
TEST_F(Console, AFormThatWasNotLoadedInThisBrowserSignsNoUserIn) {
  Browser other;
  const std::string foreign = FieldOf(Open(other, "/sign-in").body, "csrf");
  Browser browser;
  const std::string own = FieldOf(Open(browser, "/sign-in").body, "csrf");
  for (const std::string& csrf : {foreign, std::string()}) {
    const ClientAnswer refused = Submit(browser, csrf, "boss", "a boss's password");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(browser.Cookie("bearward_session"), "");
  }
  EXPECT_EQ(Submit(browser, own, "boss", "a boss's password").status, 303);
}

// I2: administrators of two environments never reach each other's rows.
TEST_F(Console, AnAdministratorOfAnotherEnvironmentReachesNothing) {
  const Browser boss = Boss();
  const Browser sandbox = SandboxBoss();
  ASSERT_EQ(Json(Method::kPost, "/v1/policies", R"({"name":"of-production","permissions":[]})",
                 boss.Api())
                .status,
            201);
  const std::string organization = "/organizations/" + std::string(kAcme);
  const std::string user = "/v1/users/" + std::string(kAnn);
  for (const std::string& target :
       {std::string("/v1/policies/of-production"), organization, user, user + "/api_key"}) {
    EXPECT_EQ(Get(target, sandbox.Api()).status, 404) << target;
    EXPECT_EQ(Get(target, boss.Api()).status, 200) << target;
  }
  EXPECT_EQ(Send(Method::kDelete, organization, sandbox.Api()).status, 404);
  EXPECT_EQ(Json(Method::kPost, user + "/deactivate", "{}", sandbox.Api()).status, 404);
  EXPECT_THAT(Get("/organizations?limit=100", sandbox.Api()).body, Not(HasSubstr(kAcme)));
  EXPECT_THAT(Get("/organizations?limit=100", boss.Api()).body, HasSubstr(kAcme));
  EXPECT_THAT(Get("/v1/events?limit=100", sandbox.Api()).body, Not(HasSubstr("of-production")));
}

TEST_F(Console, SignOutEndsTheSessionAtOnce) {
  Browser browser = Boss();
  const ClientHeaders before = browser.Api();
  EXPECT_EQ(Get("/v1/whoami", before).status, 200);
  EXPECT_EQ(Send(Method::kPost, "/sign-out", {{"Cookie", browser.Headers()[1].second}}).status, 403)
      << "without the CSRF token";
  EXPECT_EQ(Get("/v1/whoami", before).status, 200);
  const ClientAnswer out = Send(Method::kPost, "/sign-out", before);
  EXPECT_EQ(out.status, 204) << out.body;
  browser.Take(out);
  EXPECT_EQ(browser.Cookie("bearward_session"), "");
  EXPECT_EQ(Get("/v1/whoami", before).status, 401) << "the old cookie is worth nothing";
}

// B4: an administrator who is deactivated, or whose password changes, is out at once.
TEST_F(Console, DeactivatingAnAdministratorEndsItsSession) {
  Apply("[[users]]\nusername = \"deputy\"\npassword = \"a deputy's password\"\n");
  Appoint("deputy", 0);
  Browser deputy;
  ASSERT_EQ(SignIn(deputy, "deputy", "a deputy's password").status, 303);
  ASSERT_EQ(Get("/v1/whoami", deputy.Api()).status, 200);
  EXPECT_EQ(Json(Method::kPost, "/v1/users/deputy/deactivate", "{}", Boss().Api()).status, 200);
  EXPECT_EQ(Get("/v1/whoami", deputy.Api()).status, 401);
  Browser again;
  EXPECT_EQ(SignIn(again, "deputy", "a deputy's password").status, 401);
}

// D1: the page is the same for an unknown user, a wrong password and an application.
TEST_F(Console, EveryFailedSignInReadsAlike) {
  const auto page = [](const std::string& username) {
    Browser browser;
    ClientAnswer answer = SignIn(browser, username, "wrong password");
    for (const std::string& own : {username, FieldOf(answer.body, "csrf")}) {
      const auto at = answer.body.find(own);
      if (at != std::string::npos) answer.body.erase(at, own.size());
    }
    return std::pair(answer.status, answer.body);
  };
  const auto unknown = page("no-such-user");
  EXPECT_EQ(unknown.first, 401);
  EXPECT_THAT(unknown.second, HasSubstr("The user name or password is not right."));
  EXPECT_EQ(page("boss"), unknown);
  EXPECT_EQ(page("WS-ApplicationUser_report"), unknown);
}

// K1: what a person types comes back as text.
TEST_F(Console, AFailedFormShowsTheTypedNameAsText) {
  Browser browser;
  const std::string name = "\"><script>alert(1)</script>";
  const ClientAnswer answer =
      SignIn(browser, name, "wrong", "&return_to=" + base::PercentEncode(name),
             "/sign-in?environment=" + base::PercentEncode(name));
  EXPECT_THAT(answer.body, Not(HasSubstr("<script")));
  EXPECT_THAT(answer.body, HasSubstr("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
}

TEST_F(Console, PagesAllowNoForeignSourceAndNoFrame) {
  for (const char* target : {"/sign-in", "/setup", "/setup?token=wrong"}) {
    const ClientAnswer page = Get(target, {{"Accept", "text/html"}});
    const std::string policy = page.Header("Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'")) << target;
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'")) << target;
    EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << target;
    EXPECT_EQ(page.Header("X-Frame-Options"), "DENY") << target;
    EXPECT_EQ(page.Header("Cache-Control"), "no-store") << target;
    EXPECT_EQ(page.Header("Referrer-Policy"), "no-referrer") << target;
    EXPECT_THAT(page.body, Not(HasSubstr("://"))) << target << " names another origin";
    EXPECT_THAT(page.body, Not(HasSubstr("style="))) << target;
  }
}

// C1: a sign-in leads to the console only.
TEST_F(Console, ASignInNeverRedirectsToAnotherPlace) {
  for (const char* to : {"https://evil.example", "//evil.example", "/console//evil.example",
                         "/consoles", "/console\\@evil.example", "/console/../v1/whoami",
                         "javascript:alert(1)", "/v1/whoami", "/console/\r\nSet-Cookie: a=b"}) {
    Browser browser;
    const ClientAnswer entered =
        SignIn(browser, "boss", "a boss's password", "&return_to=" + base::PercentEncode(to));
    EXPECT_EQ(entered.status, 303) << to;
    EXPECT_EQ(entered.Header("Location"), "/console") << to;
  }
}

// E2: the event of a failed sign-in belongs to the environment of the user that was claimed.
TEST_F(Console, AFailedSignInIsAnEventOfItsEnvironmentOnly) {
  Browser browser;
  EXPECT_EQ(SignIn(browser, "sandbox-boss", "wrong", "", "/sign-in?environment=" + sandbox_).status,
            401);
  testing::Must(core_->Tend());
  const std::string failed = "/v1/events?limit=100&type=login.failed";
  const std::string id =
      *Value(Get("/v1/whoami", SandboxBoss().Api())).Find("subject")->Find("id")->AsString();
  EXPECT_THAT(Get(failed, SandboxBoss().Api()).body, HasSubstr(id));
  EXPECT_THAT(Get(failed, Boss().Api()).body, Not(HasSubstr(id)));
}

// P24: only browsers that ask for a page get one.
TEST_F(Console, ApiClientsGetProblemsAndNeverARedirect) {
  const ClientAnswer api = Get("/organizations", {{"Accept", "application/json"}});
  EXPECT_EQ(api.status, 401);
  EXPECT_EQ(api.Header("Location"), "");
  const ClientAnswer form =
      Form("/sign-in", "username=boss&password=wrong", {{"Accept", "application/json"}});
  EXPECT_EQ(form.status, 403);
  EXPECT_EQ(Text(form, "code"), "csrf_token_required");
}

// P24: a script's fetch may accept HTML too, but says that it is no navigation.
TEST_F(Console, OnlyANavigationGetsAPageOrARedirect) {
  for (const char* mode : {"cors", "no-cors", "same-origin", "websocket"}) {
    const ClientHeaders script = {{"Accept", "text/html"}, {"Sec-Fetch-Mode", mode}};
    const ClientAnswer link = Get("/reset-password?token=abc", script);
    EXPECT_EQ(link.status, 404) << mode;
    EXPECT_EQ(link.Header("Location"), "") << mode;
    EXPECT_EQ(Text(link, "code"), "link_not_valid") << mode;
    const ClientAnswer form = Form("/sign-in", "username=boss&password=wrong", script);
    EXPECT_EQ(form.status, 403) << mode;
    EXPECT_EQ(Text(form, "code"), "csrf_token_required") << mode;
  }
  const ClientHeaders older = {{"Accept", "text/html"}};  // a browser without the header
  ClientHeaders person = older;
  person.emplace_back("Sec-Fetch-Mode", "navigate");
  for (const ClientHeaders& headers : {older, person}) {
    // the token moves from the address into a cookie
    EXPECT_EQ(Get("/reset-password?token=abc", headers).Header("Location"),
              "/reset-password?environment=");
    const ClientAnswer form = Form("/sign-in", "username=boss&password=wrong", headers);
    EXPECT_EQ(form.status, 403);
    EXPECT_THAT(form.body, HasSubstr("<form"));
  }
}

// Without a mail server the pages that need one say so, and the sign-in page does not offer them.
TEST_F(Console, WithoutEmailNoPageOffersOne) {
  const ClientHeaders html = {{"Accept", "text/html"}};
  EXPECT_THAT(Get("/sign-in", html).body, Not(HasSubstr("/forgot-password")));
  for (const char* target : {"/forgot-password", "/sign-in/code", "/verify-email"}) {
    const ClientAnswer page = Get(target, html);
    EXPECT_EQ(page.status, 404) << target;
    EXPECT_THAT(page.body, HasSubstr("This server sends no email."));
  }
}

TEST_F(Console, TheSetupPageIsRefusedOnceAnAdministratorExists) {
  const std::string token = "0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b";
  Browser browser;
  EXPECT_EQ(Open(browser, "/setup?token=" + token).status, 403);
  const ClientAnswer form =
      Form("/setup", "csrf=x&token=" + token + "&email=eve@example.test&password=long+enough+text",
           browser.Headers());
  EXPECT_EQ(form.status, 403);
  EXPECT_EQ(SignIn(browser, "eve@example.test", "long enough text").status, 401);
}

// An unknown environment used to be the default one, in which the password was right.
TEST_F(Console, ASignInToAnUnknownEnvironmentFailsLikeAWrongPassword) {
  const auto body_of = [](const std::string& target, const std::string& password) {
    Browser browser;
    const ClientAnswer answer = SignIn(browser, "boss", password, "", target);
    EXPECT_EQ(browser.Cookie("bearward_session").empty(), answer.status != 303) << target;
    std::string body = answer.body;
    for (const std::string& own : {FieldOf(body, "csrf"), std::string("environment=no-such-one")}) {
      if (const auto at = body.find(own); at != std::string::npos) body.erase(at, own.size());
    }
    return std::pair(answer.status, std::move(body));
  };
  const auto unknown = body_of("/sign-in?environment=no-such-one", "a boss's password");
  EXPECT_EQ(unknown.first, 401);
  EXPECT_THAT(unknown.second, HasSubstr("The user name or password is not right."));
  EXPECT_EQ(body_of("/sign-in?environment=no-such-one", "wrong"), unknown);
  EXPECT_EQ(body_of("/sign-in?environment=%zz", "a boss's password").first, 400);
  EXPECT_EQ(body_of("/sign-in?environment=", "a boss's password").first, 303);
}

}  // namespace
}  // namespace bearward::app
