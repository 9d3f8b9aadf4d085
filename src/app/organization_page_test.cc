// The page that asks a user of several organizations for one of them (incident classes C3, H1, I2).
#include <string>

#include "app/sign_in_pages_fixture.h"

namespace bearward::app {
namespace {

using model::EmailCodeKind;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kPage = "/sign-in/organization";

class OrganizationPage : public SignInPagesFixture {
 protected:
  static std::string NewOrganization(const std::string& name) {
    const ClientAnswer made = Json(Method::kPost, "/organizations", R"({"name":")" + name + R"("})",
                                   Bearer(kProductionKey));
    EXPECT_EQ(made.status, 201) << made.body;
    return Text(made, "id");
  }
  static void Join(const std::string& user, const std::string& organization) {
    const ClientAnswer joined =
        Key(Method::kPost, "organization_memberships",
            R"({"user_id":")" + user + R"(","organization_id":")" + organization + "\"}");
    EXPECT_EQ(joined.status, 201) << joined.body;
  }
  // Begin signs in up to the page that asks for the organization, which it returns.
  static ClientAnswer Begin(Browser& browser, const std::string& email) {
    return SignInTo(browser, email, kPage);
  }
  static ClientAnswer Choose(Browser& browser, const ClientAnswer& page,
                             const std::string& organization) {
    return Submit(browser, kPage, page,
                  "return_to=" + FieldOf(page.body, "return_to") +
                      "&organization=" + base::PercentEncode(organization));
  }
  static std::string OrganizationOf(const Browser& browser) {
    const json::Value who = Value(Get("/v1/whoami", browser.Api()));
    const json::Value* const found = who.Find("organization");
    return found == nullptr || found->IsNull() ? "" : *found->Find("id")->AsString();
  }
};

TEST_F(OrganizationPage, AUserOfSeveralOrganizationsChoosesOne) {
  const std::string user = NewMember("o1@pages.example");
  const std::string other = NewOrganization("Other & Sons");
  Join(user, other);
  Browser browser;
  const std::string planted = "00000000-0000-4000-8000-000000000000";
  browser.Plant("bearward_session", planted);
  const ClientAnswer page = Begin(browser, "o1@pages.example");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("Choose an organization"), HasSubstr("Other &amp; Sons"),
                    HasSubstr(kAcme), Not(HasSubstr("Last used")), Not(HasSubstr("<script")),
                    Not(HasSubstr(browser.Cookie("bearward_pending")))));
  EXPECT_EQ(browser.Cookie("bearward_session"), planted) << "not signed in yet";
  const ClientAnswer done = Choose(browser, page, other);
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(done.Header("Location"), "/console");
  EXPECT_EQ(browser.Cookie("bearward_pending") + browser.Cookie("bearward_form"), "");
  EXPECT_EQ(OrganizationOf(browser), other);
}

TEST_F(OrganizationPage, TheOrganizationThatWasUsedLastComesFirst) {
  const std::string user = NewMember("o2@pages.example");
  const std::string other = NewOrganization("Second");
  Join(user, other);
  Browser browser;
  ClientAnswer page = Begin(browser, "o2@pages.example");
  EXPECT_LT(page.body.find(kAcme), page.body.find(other)) << "the home comes first";
  EXPECT_EQ(Choose(browser, page, other).status, 303);
  page = Begin(browser, "o2@pages.example");
  EXPECT_LT(page.body.find(other), page.body.find(kAcme));
  EXPECT_LT(page.body.find("Last used"), page.body.find(kAcme));
  EXPECT_EQ(Choose(browser, page, kAcme).status, 303) << "another one may be chosen";
  browser.Plant("bearward_organization", "org_foreign");
  EXPECT_THAT(Begin(browser, "o2@pages.example").body,
              AllOf(Not(HasSubstr("org_foreign")), Not(HasSubstr("Last used"))));
}

TEST_F(OrganizationPage, WithOneOrganizationThereIsNoPage) {
  NewMember("o3@pages.example");
  Browser browser;
  EXPECT_EQ(Fill(browser, "/sign-in", Credentials("o3@pages.example")).Header("Location"),
            "/console");
  EXPECT_EQ(OrganizationOf(browser), kAcme);
}

// An inactive membership and a disabled organization are no choice.
TEST_F(OrganizationPage, OnlyOpenOrganizationsAreShown) {
  const std::string user = NewMember("o4@pages.example");
  const std::string other = NewOrganization("Closed");
  Join(user, other);
  EXPECT_EQ(
      Json(Method::kPost, "/v1/organizations/" + other + "/disable", "", Bearer(kProductionKey))
          .status,
      200);
  Browser browser;
  EXPECT_EQ(Fill(browser, "/sign-in", Credentials("o4@pages.example")).Header("Location"),
            "/console");
  EXPECT_EQ(OrganizationOf(browser), kAcme);
}

// I2
TEST_F(OrganizationPage, AnotherOrganizationIsRefused) {
  const std::string user = NewMember("o5@pages.example");
  Join(user, NewOrganization("Fifth"));
  const std::string foreign = NewOrganization("Foreign");
  Browser browser;
  ClientAnswer page = Begin(browser, "o5@pages.example");
  for (const std::string& wrong : {foreign, std::string("org_none"), std::string()}) {
    page = Choose(browser, page, wrong);
    EXPECT_EQ(page.status, 400) << page.body;
    EXPECT_THAT(page.body,
                AllOf(HasSubstr("role=\"alert\""), HasSubstr("Fifth"), Not(HasSubstr("Foreign"))));
    EXPECT_EQ(browser.Cookie("bearward_session"), "");
  }
  EXPECT_EQ(Choose(browser, page, kAcme).status, 303) << "positive control";
}

TEST_F(OrganizationPage, TheChoiceEndsWithThePasswordAndAfterTenMinutes) {
  const std::string user = NewMember("o6@pages.example");
  Join(user, NewOrganization("Sixth"));
  Browser browser;
  ClientAnswer page = Begin(browser, "o6@pages.example");
  clock_->Advance(std::chrono::minutes(10));
  EXPECT_EQ(Choose(browser, page, kAcme).status, 404);
  Browser second;
  page = Begin(second, "o6@pages.example");
  clock_->Advance(std::chrono::seconds(1));
  EXPECT_EQ(Json(Method::kPut, "/v1/users/" + user + "/password",
                 R"({"password":"set by an administrator"})", Bearer(kProductionKey))
                .status,
            200);
  EXPECT_EQ(Choose(second, page, kAcme).status, 404);
  EXPECT_EQ(Open(second, kPage).status, 404);
}

// C3
TEST_F(OrganizationPage, AFormOfAnotherBrowserOpensNoSession) {
  const std::string user = NewMember("o7@pages.example");
  Join(user, NewOrganization("Seventh"));
  Browser browser;
  Begin(browser, "o7@pages.example");
  const std::string fields = "organization=" + std::string(kAcme);
  for (const std::string& csrf : {std::string(), "csrf=" + door::CsrfTokenOf("form") + "&"}) {
    EXPECT_EQ(Form(kPage, csrf + fields, browser.Headers()).status, 403);
  }
}

TEST_F(OrganizationPage, ASignInByCodeAsksToo) {
  const std::string user = NewMember("o8@pages.example");
  const std::string other = NewOrganization("Eighth");
  Join(user, other);
  Browser browser;
  const ClientAnswer sent = Fill(browser, "/sign-in/code", EmailField("o8@pages.example"));
  const ClientAnswer moved = Submit(
      browser, "/sign-in/code/check", sent,
      EmailField("o8@pages.example") + "&code=" + NewestCode(user, EmailCodeKind::kMagicAuth));
  ASSERT_THAT(moved.Header("Location"), StartsWith(kPage)) << moved.body;
  const ClientAnswer page = Open(browser, moved.Header("Location"));
  EXPECT_EQ(Choose(browser, page, other).status, 303);
  EXPECT_EQ(OrganizationOf(browser), other);
}

// Regression: the code was used up by a choice that the client could not make.
TEST_F(OrganizationPage, AClientThatAsksForNoPageKeepsItsCode) {
  const std::string email = "o11@pages.example";
  const std::string user = NewMember(email);
  Join(user, NewOrganization("Eleventh"));
  Browser browser;
  const ClientAnswer sent = Fill(browser, "/sign-in/code", EmailField(email));
  const std::string fields =
      EmailField(email) + "&code=" + NewestCode(user, EmailCodeKind::kMagicAuth);
  const ClientAnswer refused =
      Form("/sign-in/code/check", "csrf=" + door::CsrfTokenOf("form") + "&" + fields,
           {{"Accept", "application/json"}, {"Cookie", "bearward_form=form"}});
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_EQ(Text(refused, "code"), "organization_selection_required");
  const ClientAnswer moved = Submit(browser, "/sign-in/code/check", sent, fields);
  EXPECT_THAT(moved.Header("Location"), StartsWith(kPage)) << moved.body;
}

TEST_F(OrganizationPage, ANewPasswordComesBeforeTheChoice) {
  const std::string user = NewMember("o9@pages.example");
  const std::string other = NewOrganization("Ninth");
  Join(user, other);
  EXPECT_EQ(Key(Method::kPut, "users/" + user, R"({"password_change_required":true})").status, 200);
  Browser browser;
  const ClientAnswer expired = Fill(browser, "/sign-in", Credentials("o9@pages.example"));
  const ClientAnswer page = Open(browser, expired.Header("Location"));
  clock_->Advance(std::chrono::seconds(1));
  const ClientAnswer moved =
      Submit(browser, "/sign-in/new-password", page, PasswordField(kNewPassword));
  ASSERT_THAT(moved.Header("Location"), StartsWith(kPage)) << moved.body;
  EXPECT_EQ(SignIn("o9@pages.example", kOldPassword).status, 401) << "it is replaced already";
  EXPECT_EQ(Choose(browser, Open(browser, moved.Header("Location")), other).status, 303);
  EXPECT_EQ(OrganizationOf(browser), other);
}

TEST_F(OrganizationPage, AClientThatAsksForNoPageGetsTheReason) {
  const std::string user = NewMember("o10@pages.example");
  Join(user, NewOrganization("Tenth"));
  const ClientAnswer answer =
      Form("/sign-in", "csrf=" + door::CsrfTokenOf("form") + "&" + Credentials("o10@pages.example"),
           {{"Accept", "application/json"}, {"Cookie", "bearward_form=form"}});
  EXPECT_EQ(answer.status, 403) << answer.body;
  EXPECT_EQ(Text(answer, "code"), "organization_selection_required");
  EXPECT_EQ(answer.Header("Set-Cookie"), "");
}

}  // namespace
}  // namespace bearward::app
