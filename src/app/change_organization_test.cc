// The change of the organization in the console, and the end of a session that another one replaces
// in its browser (incident class C3).
#include <string>

#include "app/sign_in_pages_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPage = "/sign-in/organization";

class ChangeOrganization : public SignInPagesFixture {
 protected:
  static std::string NewOrganization(const std::string& name) {
    return Text(Json(Method::kPost, "/organizations", R"({"name":")" + name + R"("})",
                     Bearer(kProductionKey)),
                "id");
  }
  static void Join(const std::string& user, const std::string& organization) {
    EXPECT_EQ(Key(Method::kPost, "organization_memberships",
                  R"({"user_id":")" + user + R"(","organization_id":")" + organization + "\"}")
                  .status,
              201);
  }
  static ClientAnswer Choose(Browser& browser, const std::string& organization) {
    const ClientAnswer page = Open(browser, kPage);
    return Submit(browser, kPage, page, "organization=" + base::PercentEncode(organization));
  }
  // InAcme signs in and chooses Acme, of which and of `other` the user is a member.
  static Browser InAcme(const std::string& email, const std::string& other) {
    Join(NewMember(email), other);
    Browser browser;
    SignInTo(browser, email, kPage);
    EXPECT_EQ(Choose(browser, kAcme).status, 303);
    EXPECT_EQ(OrganizationOf(browser.Api()), kAcme);
    return browser;
  }
  static std::string OrganizationOf(const ClientHeaders& who) {
    const json::Value caller = Value(Get("/v1/whoami", who));
    const json::Value* const found = caller.Find("organization");
    return found == nullptr || found->IsNull() ? "" : *found->Find("id")->AsString();
  }
  static ClientAnswer Switch(Browser& browser) {
    ClientAnswer answer = Send(Method::kPost, "/sign-in/switch", browser.Api());
    browser.Take(answer);
    return answer;
  }
};

TEST_F(ChangeOrganization, OffersTheOthersAndEndsTheOldSession) {
  const std::string other = NewOrganization("Switched");
  Browser browser = InAcme("c1@pages.example", other);
  const ClientHeaders before = browser.Api();
  EXPECT_EQ(Switch(browser).status, 204);
  EXPECT_EQ(OrganizationOf(before), kAcme) << "nothing is chosen yet";
  const ClientAnswer page = Open(browser, kPage);
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("Switched"), HasSubstr(kAcme), HasSubstr("Back to the console"),
                    Not(HasSubstr("<script")), Not(HasSubstr("whole environment"))));
  EXPECT_EQ(Choose(browser, other).status, 303);
  EXPECT_EQ(OrganizationOf(browser.Api()), other);
  EXPECT_EQ(Get("/v1/whoami", before).status, 401);
}

// The choice itself ends it: the cookie of a session may be gone when the organization is chosen.
TEST_F(ChangeOrganization, EndsTheOldSessionWithoutItsCookieToo) {
  const std::string other = NewOrganization("Without a cookie");
  Browser browser = InAcme("c7@pages.example", other);
  const ClientHeaders before = browser.Api();
  EXPECT_EQ(Switch(browser).status, 204);
  Browser second;
  second.Plant("bearward_pending", browser.Cookie("bearward_pending"));
  EXPECT_EQ(Choose(second, other).status, 303);
  EXPECT_EQ(Get("/v1/whoami", before).status, 401);
}

// A change of the organization is no sign-in: without a password no session lives longer than this.
TEST_F(ChangeOrganization, NeitherRenewsTheSessionNorCountsAsASignIn) {
  const std::string other = NewOrganization("Not renewed");
  Browser browser = InAcme("c8@pages.example", other);
  const json::Value caller = Value(Get("/v1/whoami", browser.Api()));
  const std::string user = *caller.Find("subject")->Find("id")->AsString();
  const auto sign_ins = [&user] {
    return Get("/v1/events?limit=10&type=login.succeeded&target=" + user, Bearer(kProductionKey))
               .body +
           Text(Get("/user_management/users/" + user, Bearer(kProductionKey)), "last_sign_in_at");
  };
  const std::string before = sign_ins();
  EXPECT_THAT(before, HasSubstr("login.succeeded")) << "positive control";
  clock_->Advance(std::chrono::hours(11));
  EXPECT_EQ(Switch(browser).status, 204);
  EXPECT_EQ(Choose(browser, other).status, 303);
  EXPECT_EQ(OrganizationOf(browser.Api()), other);
  EXPECT_EQ(sign_ins(), before);
  clock_->Advance(std::chrono::minutes(58));
  EXPECT_EQ(Get("/v1/whoami", browser.Api()).status, 200);
  clock_->Advance(std::chrono::minutes(3));
  EXPECT_EQ(Get("/v1/whoami", browser.Api()).status, 401);
}

// C3: another site cannot begin it, and a choice is bound to the session that it changes.
TEST_F(ChangeOrganization, NeedsTheCsrfTokenAndALiveSession) {
  const std::string other = NewOrganization("Bound");
  Browser browser = InAcme("c2@pages.example", other);
  EXPECT_EQ(Send(Method::kPost, "/sign-in/switch", {browser.Headers()[1]}).status, 403);
  EXPECT_EQ(Switch(browser).status, 204);
  EXPECT_EQ(Send(Method::kPost, "/sign-out", browser.Api()).status, 204);
  EXPECT_EQ(Open(browser, kPage).status, 404);
  EXPECT_EQ(Form(kPage, "csrf=" + door::CsrfTokenOf("form") + "&organization=" + other,
                 {{"Cookie",
                   "bearward_form=form; bearward_pending=" + browser.Cookie("bearward_pending")}})
                .status,
            404);
}

TEST_F(ChangeOrganization, AnAdministratorReturnsToTheWholeEnvironment) {
  NewMember("c3@pages.example");
  Appoint("c3@pages.example", 0);
  Browser browser;
  EXPECT_EQ(Fill(browser, "/sign-in", Credentials("c3@pages.example")).status, 303);
  EXPECT_EQ(OrganizationOf(browser.Api()), "");
  EXPECT_EQ(Switch(browser).status, 204);
  EXPECT_EQ(Choose(browser, kAcme).status, 303);
  EXPECT_EQ(OrganizationOf(browser.Api()), kAcme);
  EXPECT_EQ(Switch(browser).status, 204);
  EXPECT_THAT(Open(browser, kPage).body, HasSubstr("The whole environment"));
  EXPECT_EQ(Choose(browser, "").status, 303);
  EXPECT_THAT(Get("/v1/whoami", browser.Api()).body, HasSubstr(R"("permissions":["*"])"));
}

// I3
TEST_F(ChangeOrganization, AMemberCannotChooseTheWholeEnvironment) {
  Browser browser = InAcme("c4@pages.example", NewOrganization("Fourth"));
  EXPECT_EQ(Switch(browser).status, 204);
  EXPECT_EQ(Choose(browser, "").status, 400);
  EXPECT_EQ(OrganizationOf(browser.Api()), kAcme);
}

// Regression: the session that a sign-in replaced in its browser stayed live for hours.
TEST_F(ChangeOrganization, ASignInEndsTheSessionThatTheBrowserHadBefore) {
  NewMember("c5@pages.example");
  NewMember("c6@pages.example");
  Browser browser;
  EXPECT_EQ(Fill(browser, "/sign-in", Credentials("c5@pages.example")).status, 303);
  const ClientHeaders first = browser.Api();
  Browser elsewhere;
  EXPECT_EQ(Fill(elsewhere, "/sign-in", Credentials("c5@pages.example")).status, 303);
  EXPECT_EQ(Get("/v1/whoami", first).status, 200);
  EXPECT_EQ(Fill(browser, "/sign-in", Credentials("c6@pages.example", "wrong")).status, 401);
  EXPECT_EQ(Get("/v1/whoami", first).status, 200) << "a failed sign-in ends nothing";
  EXPECT_EQ(Fill(browser, "/sign-in", Credentials("c6@pages.example")).status, 303);
  EXPECT_EQ(Get("/v1/whoami", first).status, 401);
  EXPECT_EQ(Get("/v1/whoami", elsewhere.Api()).status, 200) << "of another browser";
  // A page of the first session acts with neither of them.
  EXPECT_EQ(Get("/v1/whoami", {browser.Headers()[1], first[1]}).status, 403);
}

}  // namespace
}  // namespace bearward::app
