// The page that accepts an invitation, over the whole program (incident classes B7, C3, I2, I3,
// K1).
#include <string>

#include "app/sign_in_pages_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class InvitationPages : public SignInPagesFixture {
 protected:
  // Invite returns the invitation of an address; `more` are further members.
  static ClientAnswer Invite(const std::string& email, const std::string& more = {}) {
    const ClientAnswer made =
        Key(Method::kPost, "invitations", R"({"email":")" + email + '"' + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return made;
  }
  static ClientAnswer InviteToAcme(const std::string& email, const std::string& more = {}) {
    return Invite(email, R"(,"organization_id":")" + std::string(kAcme) + '"' + more);
  }
  // Enter follows the link of an invitation, without its origin.
  static ClientAnswer Enter(Browser& browser, const ClientAnswer& invitation) {
    const std::string url = Text(invitation, "accept_invitation_url");
    const ClientAnswer moved = Open(browser, url.substr(url.find("/invite")));
    EXPECT_THAT(moved.Header("Location"), Not(HasSubstr(Text(invitation, "token"))));
    return moved.status == 303 ? Open(browser, moved.Header("Location")) : moved;
  }
  static std::string State(const ClientAnswer& invitation) {
    return Text(Key(Method::kGet, "invitations/" + Text(invitation, "id"), ""), "state");
  }
  static std::string Memberships(const std::string& user) {
    return Key(Method::kGet, "organization_memberships?user_id=" + user, "").body;
  }
};

TEST_F(InvitationPages, ANewPersonBecomesAMemberAndSignsIn) {
  const ClientAnswer invitation = InviteToAcme("n1@inv.example", R"(,"role_slug":"planner")");
  Browser browser;
  const ClientAnswer page = Enter(browser, invitation);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body, AllOf(HasSubstr("n1@inv.example"), HasSubstr("Acme"),
                               HasSubstr("autocomplete=\"new-password\"")));
  const ClientAnswer done = Submit(browser, "/invite", page, PasswordField(kNewPassword));
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(done.Header("Location"), AllOf(StartsWith("/sign-in?"), HasSubstr("invitation")));
  EXPECT_EQ(browser.Cookie("bearward_session"), "") << "the link alone opens no session";
  EXPECT_EQ(State(invitation), "accepted");
  ASSERT_EQ(SignIn("n1@inv.example", kNewPassword).status, 303);
  const ClientAnswer users = Key(Method::kGet, "users?email=n1%40inv.example", "");
  EXPECT_THAT(users.body, HasSubstr(R"("email_verified":true)"));
  const std::string id = *Value(users).Find("data")->AsArray()->front().Find("id")->AsString();
  EXPECT_THAT(Memberships(id), AllOf(HasSubstr(kAcme), HasSubstr(R"("slug":"planner")"),
                                     HasSubstr(R"("status":"active")")));
  EXPECT_THAT(Get("/v1/events?type=invitation.accepted&limit=1", Bearer(kProductionKey)).body,
              HasSubstr(R"("actor_kind":"user","actor_id":")" + id + '"'));
  EXPECT_EQ(Enter(browser, invitation).status, 404) << "a link is accepted once";
}

TEST_F(InvitationPages, AUserWithAPasswordKeepsIt) {
  const std::string user = NewUser("n2@inv.example");
  Browser browser;
  const ClientAnswer page = Enter(browser, InviteToAcme("n2@inv.example"));
  EXPECT_THAT(page.body, Not(HasSubstr("type=\"password\"")));
  EXPECT_EQ(Submit(browser, "/invite", page, PasswordField(kNewPassword)).status, 303);
  EXPECT_EQ(SignIn("n2@inv.example", kNewPassword).status, 401);
  EXPECT_EQ(SignIn("n2@inv.example", kOldPassword).status, 303);
  EXPECT_THAT(Memberships(user), HasSubstr(kAcme));
}

TEST_F(InvitationPages, AUserWithoutAPasswordSetsOne) {
  const std::string user = NewUser("n3@inv.example", "");
  Browser browser;
  const ClientAnswer page = Enter(browser, InviteToAcme("n3@inv.example"));
  const ClientAnswer none = Submit(browser, "/invite", page, "password=");
  EXPECT_EQ(none.status, 400) << none.body;
  EXPECT_THAT(none.body, HasSubstr("role=\"alert\""));
  const ClientAnswer weak = Submit(browser, "/invite", none, "password=short");
  EXPECT_EQ(weak.status, 400);
  EXPECT_EQ(Submit(browser, "/invite", weak, PasswordField(kNewPassword)).status, 303);
  EXPECT_EQ(SignIn("n3@inv.example", kNewPassword).status, 303);
  EXPECT_THAT(Memberships(user), HasSubstr(kAcme));
}

TEST_F(InvitationPages, AnInvitationToTheEnvironmentMakesAUserWithoutMembership) {
  Browser browser;
  const ClientAnswer page = Enter(browser, Invite("n4@inv.example"));
  EXPECT_THAT(page.body, Not(HasSubstr("</strong> to <strong>")));
  EXPECT_EQ(Submit(browser, "/invite", page, PasswordField(kNewPassword)).status, 303);
  EXPECT_THAT(Key(Method::kGet, "users?email=n4%40inv.example", "").body,
              HasSubstr("n4@inv.example"));
}

TEST_F(InvitationPages, WhatIsNotPendingIsNotAccepted) {
  const ClientAnswer revoked = InviteToAcme("n5@inv.example");
  EXPECT_EQ(Key(Method::kPost, "invitations/" + Text(revoked, "id") + "/revoke").status, 200);
  Browser browser;
  EXPECT_EQ(Enter(browser, revoked).status, 404);
  const std::string user = NewUser("n6@inv.example");
  const ClientAnswer inactive = InviteToAcme("n6@inv.example");
  Deactivate(user);
  EXPECT_EQ(Enter(browser, inactive).status, 404);
  const ClientAnswer late = InviteToAcme("n7@inv.example", R"(,"expires_in_days":1)");
  const ClientAnswer page = Enter(browser, late);
  EXPECT_EQ(page.status, 200) << "the control";
  clock_->Advance(std::chrono::days(1));
  EXPECT_EQ(Submit(browser, "/invite", page, PasswordField(kNewPassword)).status, 404);
  EXPECT_THAT(Key(Method::kGet, "users?email=n7%40inv.example", "").body,
              Not(HasSubstr("n7@inv.example")));
}

// I2: the link is accepted in its environment only. C3: only from the form of this browser.
TEST_F(InvitationPages, AnotherEnvironmentAndAnotherSiteAcceptNothing) {
  const ClientAnswer invitation = InviteToAcme("n8@inv.example");
  Browser browser;
  const ClientAnswer page = Enter(browser, invitation);
  const std::string fields = PasswordField(kNewPassword);
  EXPECT_EQ(Submit(browser, "/invite?environment=" + sandbox_, page, fields).status, 404);
  EXPECT_EQ(Submit(browser, "/invite", ClientAnswer(), fields).status, 403);
  EXPECT_EQ(State(invitation), "pending");
  EXPECT_EQ(Submit(browser, "/invite", page, fields).status, 303) << "the control";
}

// B7, I3: the form sets the password and nothing else.
TEST_F(InvitationPages, TheFormSetsNoRoleAndNoAddress) {
  const ClientAnswer invitation = InviteToAcme("n9@inv.example");
  Browser browser;
  const ClientAnswer page = Enter(browser, invitation);
  for (const char* more : {"&role_slug=planner", "&email=boss%40inv.example",
                           "&organization_id=other", "&email_verified=true"}) {
    EXPECT_EQ(Submit(browser, "/invite", page, PasswordField(kNewPassword) + more).status, 400)
        << more;
  }
  EXPECT_EQ(State(invitation), "pending");
  EXPECT_EQ(Submit(browser, "/invite", page, PasswordField(kNewPassword)).status, 303);
}

// K1: the name of an organization is text.
TEST_F(InvitationPages, TheNameOfAnOrganizationIsText) {
  const ClientAnswer made = Json(Method::kPost, "/organizations",
                                 R"({"name":"<script>alert(1)</script>"})", Bearer(kProductionKey));
  ASSERT_EQ(made.status, 201) << made.body;
  Browser browser;
  const ClientAnswer page =
      Enter(browser, Invite("n10@inv.example", R"(,"organization_id":")" + Text(made, "id") + '"'));
  EXPECT_THAT(page.body, AllOf(HasSubstr("&lt;script&gt;"), Not(HasSubstr("<script"))));
}

}  // namespace
}  // namespace bearward::app
