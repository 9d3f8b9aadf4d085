// The pages for a forgotten password, a sign-in by code and the verification of an address, over
// the whole program (incident classes C1, C3, D1, D2, H1, I2, K1).
#include <string>

#include "app/sign_in_pages_fixture.h"

namespace bearward::app {
namespace {

using model::EmailCodeKind;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class SignInPages : public SignInPagesFixture {
 protected:
  static ClientAnswer Request(const std::string& path, const std::string& email) {
    Browser browser;
    return Fill(browser, path, EmailField(email));
  }
  // Link requests a reset and returns the link of its email, without the origin.
  static std::string Link(const std::string& user, const std::string& email) {
    EXPECT_EQ(Request("/forgot-password", email).status, 303);
    return "/reset-password?token=" + NewestCode(user, EmailCodeKind::kPasswordReset) +
           "&environment=" + production_;
  }
  // Enter follows a link to the page without the token.
  static ClientAnswer Enter(Browser& browser, const std::string& link) {
    const ClientAnswer moved = Open(browser, link);
    return moved.status == 303 ? Open(browser, moved.Header("Location")) : moved;
  }
  // Invited is a code for a sign-in that also accepts an invitation, the path of which is below
  // /user_management.
  struct Invited {
    std::string email;
    std::string invitation;
    std::string user;
    std::string code;
  };
  static Invited Invite(const std::string& email, const std::string& organization) {
    const std::string member = R"({"email":")" + email + '"';
    const ClientAnswer invitation = Key(Method::kPost, "invitations",
                                        member + R"(,"organization_id":")" + organization + "\"}");
    const ClientAnswer code =
        Key(Method::kPost, "magic_auth",
            member + R"(,"invitation_token":")" + Text(invitation, "token") + "\"}");
    EXPECT_EQ(code.status, 201) << code.body;
    return {email, "invitations/" + Text(invitation, "id"), Text(code, "user_id"),
            Text(code, "code")};
  }
  static ClientAnswer EnterCode(Browser& browser, const Invited& invited) {
    return Fill(browser, "/sign-in/code", EmailField(invited.email) + "&code=" + invited.code,
                "/sign-in/code/check");
  }
};

TEST_F(SignInPages, AForgottenPasswordIsReplacedByTheLinkOfTheEmail) {
  const std::string user = NewMember("p1@pages.example");
  const ClientHeaders before = ConsoleSession("p1@pages.example", kOldPassword);
  const ClientAnswer sent = Request("/forgot-password", "P1@pages.example");
  EXPECT_EQ(sent.status, 303) << sent.body;
  EXPECT_THAT(sent.Header("Location"), StartsWith("/forgot-password/sent?"));
  EXPECT_EQ(Get(sent.Header("Location"), {{"Accept", "text/html"}}).status, 200);
  EXPECT_GT(Waiting(), 0);
  Browser browser;
  const ClientAnswer page =
      Enter(browser, "/reset-password?token=" + NewestCode(user, EmailCodeKind::kPasswordReset) +
                         "&environment=" + production_);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body, HasSubstr("p1@pages.example"));
  const std::string form = browser.Cookie("bearward_form");
  const ClientAnswer done = Submit(browser, "/reset-password", page, PasswordField(kNewPassword));
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(done.Header("Location"), AllOf(StartsWith("/sign-in?"), HasSubstr("done=password")));
  EXPECT_NE(form, "");
  EXPECT_EQ(browser.Cookie("bearward_link") + browser.Cookie("bearward_form"), "")
      << "the cookies of the link and of the form have ended";
  EXPECT_EQ(Get("/v1/whoami", before).status, 401) << "the earlier sessions have ended";
  EXPECT_EQ(SignIn("p1@pages.example", kOldPassword).status, 401);
  EXPECT_EQ(SignIn("p1@pages.example", kNewPassword).status, 303);
  EXPECT_THAT(Key(Method::kGet, "users/" + user, "").body, HasSubstr(R"("email_verified":true)"));
}

TEST_F(SignInPages, TheOwnerOfTheTokenIsTheActorOfTheReset) {
  const std::string user = NewMember("p2@pages.example");
  Browser browser;
  const ClientAnswer page = Enter(browser, Link(user, "p2@pages.example"));
  EXPECT_EQ(Submit(browser, "/reset-password", page, PasswordField(kNewPassword)).status, 303);
  const ClientAnswer events = Get("/v1/events?limit=10&target=" + user, Bearer(kProductionKey));
  EXPECT_THAT(events.body, HasSubstr(R"("type":"user.password_changed")"));
  EXPECT_THAT(events.body, HasSubstr(R"("actor_kind":"user","actor_id":")" + user + '"'));
}

// The request for an email does not prove who owns the address.
TEST_F(SignInPages, ARequestIsAnEventOfTheSystemWithItsOrigin) {
  const std::string user = NewMember("p0@pages.example");
  EXPECT_EQ(Request("/forgot-password", "p0@pages.example").status, 303);
  const ClientAnswer events =
      Get("/v1/events?limit=1&type=password_reset.created", Bearer(kProductionKey));
  EXPECT_THAT(events.body, AllOf(HasSubstr(R"("actor_kind":"system","actor_id":"")"),
                                 HasSubstr(R"("address":"192.0.2.7")"), HasSubstr(user),
                                 Not(HasSubstr(NewestCode(user, EmailCodeKind::kPasswordReset)))));
}

// D1: the pages do not show whether a user has the address.
TEST_F(SignInPages, EveryAddressIsAnsweredAlike) {
  for (const char* path : {"/forgot-password", "/sign-in/code", "/verify-email"}) {
    clock_->Advance(std::chrono::minutes(2));
    const std::string name = std::string(path).substr(1, 4);
    const std::string known = name + "@known.example";
    const std::string inactive = name + "@inactive.example";
    NewMember(known);
    Deactivate(NewMember(inactive));
    const std::int64_t waiting = Waiting();
    const std::string unknown =
        Plain(Request(path, "nobody@known.example"), "nobody@known.example");
    EXPECT_EQ(Plain(Request(path, inactive), inactive), unknown);
    EXPECT_EQ(Waiting(), waiting) << "nothing is sent to them";
    for (int i = 0; i < 4; i++) EXPECT_EQ(Plain(Request(path, known), known), unknown);
    EXPECT_EQ(Waiting(), waiting + 3) << "the fourth code within a minute is not sent";
  }
}

// D1, J2: requests are limited by network for known and unknown addresses alike.
TEST_F(SignInPages, RequestsForOneAddressAreLimited) {
  NewMember("p3@pages.example");
  for (const char* email : {"p3@pages.example", "nobody3@pages.example"}) {
    for (int i = 0; i < 5; i++) EXPECT_EQ(Request("/forgot-password", email).status, 303) << i;
    const ClientAnswer limited = Request("/forgot-password", email);
    EXPECT_EQ(limited.status, 429) << email;
    EXPECT_NE(limited.Header("Retry-After"), "");
    EXPECT_THAT(limited.body, HasSubstr("role=\"alert\""));
  }
}

// H1: the token is in no page, in no later URL, in no Referer, and scripts cannot read its cookie.
TEST_F(SignInPages, TheTokenOfALinkLeavesTheAddressAtOnce) {
  const std::string user = NewMember("p4@pages.example");
  const std::string link = Link(user, "p4@pages.example");
  const std::string token = NewestCode(user, EmailCodeKind::kPasswordReset);
  Browser browser;
  const ClientAnswer moved = Open(browser, link);
  EXPECT_EQ(moved.status, 303);
  EXPECT_EQ(moved.Header("Location"), "/reset-password?environment=" + production_);
  EXPECT_EQ(moved.Header("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(moved.Header("Cache-Control"), "no-store");
  EXPECT_THAT(moved.Header("Set-Cookie"),
              AllOf(HasSubstr("bearward_link=" + token), HasSubstr("HttpOnly")));
  EXPECT_THAT(moved.body, Not(HasSubstr(token)));
  const ClientAnswer page = Open(browser, moved.Header("Location"));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.Header("Referrer-Policy"), "no-referrer");
  EXPECT_THAT(page.body, Not(HasSubstr(token)));
}

TEST_F(SignInPages, ApiClientsGetNoRedirectForALink) {
  const std::string user = NewMember("p5@pages.example");
  const ClientAnswer answer = Get(Link(user, "p5@pages.example"), {{"Accept", "application/json"}});
  EXPECT_EQ(answer.status, 404) << answer.body;
  EXPECT_EQ(answer.Header("Location") + answer.Header("Set-Cookie"), "");
  EXPECT_EQ(Text(answer, "code"), "link_not_valid");
}

// F9: what is not a token of ours never becomes a part of a header.
TEST_F(SignInPages, AMalformedTokenIsInNoHeader) {
  for (const std::string& token :
       {std::string(), std::string("a%3B+Domain%3Devil.example"), std::string("a%0D%0AX-Bad%3A+1"),
        std::string("a%00b"), std::string(65, 'a')}) {
    Browser browser;
    const ClientAnswer answer = Open(browser, "/reset-password?token=" + token);
    EXPECT_GE(answer.status, 400) << token;
    EXPECT_EQ(answer.Header("Set-Cookie"), "") << token;
  }
}

// I2: a token is accepted in its environment only, and for its own page only.
TEST_F(SignInPages, ATokenOfAnotherEnvironmentOrPageIsNotValid) {
  const std::string user = NewMember("p6@pages.example");
  const std::string link = Link(user, "p6@pages.example");
  const std::string token = NewestCode(user, EmailCodeKind::kPasswordReset);
  const auto link_to = [&](const char* path, std::string_view environment) {
    return std::string(path).append(token).append("&environment=").append(environment);
  };
  for (const std::string& target : {link_to("/reset-password?token=", sandbox_),
                                    link_to("/reset-password?token=", "env_unknown"),
                                    link_to("/invite?invitation_token=", production_)}) {
    Browser browser;
    EXPECT_EQ(Enter(browser, target).status, 404) << target;
  }
  Browser browser;
  const ClientAnswer page = Enter(browser, link);
  EXPECT_EQ(page.status, 200) << "the control";
  EXPECT_EQ(
      Submit(browser, "/reset-password?environment=" + sandbox_, page, PasswordField(kNewPassword))
          .status,
      404);
  EXPECT_EQ(SignIn("p6@pages.example", kOldPassword).status, 303) << "nothing has changed";
}

// C3: another site cannot send the form, because it cannot read the token of the form.
TEST_F(SignInPages, AFormOfAnotherBrowserChangesNothing) {
  const std::string user = NewMember("p7@pages.example");
  Browser browser;
  const ClientAnswer page = Enter(browser, Link(user, "p7@pages.example"));
  Browser other;
  const ClientAnswer foreign = Open(other, "/sign-in");
  for (const ClientAnswer& csrf : {foreign, ClientAnswer()}) {
    const ClientAnswer refused =
        Submit(browser, "/reset-password", csrf, PasswordField(kNewPassword));
    EXPECT_EQ(refused.status, 403);
  }
  const std::int64_t waiting = Waiting();
  for (const char* path : {"/forgot-password", "/sign-in/code", "/verify-email"}) {
    EXPECT_EQ(Submit(browser, path, foreign, EmailField("p7@pages.example")).status, 403) << path;
  }
  for (const char* path : {"/sign-in/code/check", "/verify-email/check"}) {
    EXPECT_EQ(
        Submit(browser, path, foreign, EmailField("p7@pages.example") + "&code=123456").status,
        403);
  }
  EXPECT_EQ(Waiting(), waiting);
  EXPECT_EQ(SignIn("p7@pages.example", kOldPassword).status, 303);
  EXPECT_EQ(Submit(browser, "/reset-password", page, PasswordField(kNewPassword)).status, 303)
      << "the control";
}

TEST_F(SignInPages, APasswordThatIsRefusedLeavesTheLinkValid) {
  const std::string user = NewMember("p8@pages.example");
  Browser browser;
  const ClientAnswer page = Enter(browser, Link(user, "p8@pages.example"));
  const ClientAnswer weak = Submit(browser, "/reset-password", page, "password=short");
  EXPECT_EQ(weak.status, 400);
  EXPECT_THAT(weak.body, AllOf(HasSubstr("role=\"alert\""), HasSubstr("p8@pages.example"),
                               Not(HasSubstr("value=\"short\""))));
  EXPECT_EQ(Submit(browser, "/reset-password", weak, "password=").status, 400);
  EXPECT_EQ(Submit(browser, "/reset-password", weak, PasswordField(kNewPassword)).status, 303);
}

TEST_F(SignInPages, ALinkIsAcceptedOnceAndOnlyWhileItIsTheNewestAndTheUserIsActive) {
  const std::string user = NewMember("p9@pages.example");
  const std::string first = Link(user, "p9@pages.example");
  clock_->Advance(std::chrono::seconds(1));
  const std::string second = Link(user, "p9@pages.example");
  Browser browser;
  EXPECT_EQ(Enter(browser, first).status, 404) << "not the newest";
  const ClientAnswer page = Enter(browser, second);
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(Submit(browser, "/reset-password", page, PasswordField(kNewPassword)).status, 303);
  EXPECT_EQ(Enter(browser, second).status, 404) << "used";
  const std::string late = Link(user, "p9@pages.example");
  clock_->Advance(std::chrono::minutes(15));
  EXPECT_EQ(Enter(browser, late).status, 404) << "expired";
  const std::string last = Link(user, "p9@pages.example");
  Deactivate(user);
  EXPECT_EQ(Enter(browser, last).status, 404) << "inactive";
}

TEST_F(SignInPages, ACodeSignsInToTheConsoleOnce) {
  const std::string user = NewMember("c1@pages.example");
  Browser browser;
  browser.Plant("bearward_session", "planted");
  const ClientAnswer page = Fill(browser, "/sign-in/code", EmailField("c1@pages.example"));
  ASSERT_EQ(page.status, 200) << page.body;
  std::string code = NewestCode(user, EmailCodeKind::kMagicAuth);
  const std::string sent = EmailField("c1@pages.example") + "&code=";
  const ClientAnswer entered =
      Submit(browser, "/sign-in/code/check", page, sent + code.insert(3, "+"));
  ASSERT_EQ(entered.status, 303) << entered.body;
  EXPECT_EQ(entered.Header("Location"), "/console");
  EXPECT_NE(browser.Cookie("bearward_session"), "planted");
  EXPECT_EQ(browser.Cookie("bearward_form"), "");
  EXPECT_THAT(Get("/v1/whoami", browser.Api()).body, HasSubstr(user));
  Browser again;
  const ClientAnswer second = Fill(again, "/sign-in/code", sent + code, "/sign-in/code/check");
  EXPECT_EQ(second.status, 400) << "a code is accepted once";
}

TEST_F(SignInPages, ACodeAcceptsTheInvitationForWhichItWasMade) {
  const Invited invited = Invite("c9@pages.example", kAcme);
  Browser browser;
  EXPECT_EQ(EnterCode(browser, invited).Header("Location"), "/console");
  EXPECT_THAT(Get("/v1/whoami", browser.Api()).body,
              AllOf(HasSubstr(invited.user), HasSubstr(kAcme)));
  EXPECT_EQ(Text(Key(Method::kGet, invited.invitation), "state"), "accepted");
}

TEST_F(SignInPages, AnOrganizationThatACodeJoinsMayBeChosen) {
  NewMember("c7@pages.example");
  const std::string other = Text(
      Json(Method::kPost, "/organizations", R"({"name":"Other & Co"})", Bearer(kProductionKey)),
      "id");
  const Invited invited = Invite("c7@pages.example", other);
  Browser browser;
  const ClientAnswer moved = EnterCode(browser, invited);
  ASSERT_THAT(moved.Header("Location"), StartsWith("/sign-in/organization?")) << moved.body;
  EXPECT_THAT(Open(browser, moved.Header("Location")).body,
              AllOf(HasSubstr(kAcme), HasSubstr(other)));
  EXPECT_EQ(Text(Key(Method::kGet, invited.invitation), "state"), "accepted");
}

TEST_F(SignInPages, ACodeForARevokedInvitationOpensNoSession) {
  const Invited invited = Invite("c8@pages.example", kAcme);
  EXPECT_EQ(Key(Method::kPost, invited.invitation + "/revoke").status, 200);
  Browser browser;
  const ClientAnswer refused = EnterCode(browser, invited);
  EXPECT_EQ(refused.status, 404) << refused.body;
  EXPECT_EQ(browser.Cookie("bearward_session"), "");
}

// D1, D2: wrong codes of known and unknown addresses look alike, and a code ends after five.
TEST_F(SignInPages, WrongCodesLookAlikeAndAreCounted) {
  const std::string user = NewMember("c2@pages.example");
  EXPECT_EQ(Request("/sign-in/code", "c2@pages.example").status, 200);
  const std::string right = NewestCode(user, EmailCodeKind::kMagicAuth);
  const std::string wrong = right == "000000" ? "111111" : "000000";
  const auto enter = [](const std::string& email, const std::string& code) {
    Browser browser;
    return Fill(browser, "/sign-in/code", EmailField(email) + "&code=" + code,
                "/sign-in/code/check");
  };
  const ClientAnswer unknown = enter("nobody@pages.example", wrong);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_THAT(unknown.body, HasSubstr("/sign-in/code/check"));
  for (int i = 0; i < 5; i++) {
    EXPECT_EQ(Plain(enter("c2@pages.example", wrong), "c2@pages.example"),
              Plain(unknown, "nobody@pages.example"));
  }
  EXPECT_EQ(Plain(enter("c2@pages.example", right), "c2@pages.example"),
            Plain(unknown, "nobody@pages.example"))
      << "the right code is not accepted any more";
}

// C1: a sign-in by code leads to the console only.
TEST_F(SignInPages, ASignInByCodeNeverRedirectsToAnotherPlace) {
  const std::string user = NewMember("c3@pages.example");
  Browser browser;
  const ClientAnswer page =
      Fill(browser, "/sign-in/code",
           EmailField("c3@pages.example") + "&return_to=" + base::PercentEncode("//evil.example"));
  EXPECT_EQ(FieldOf(page.body, "return_to"), "/console");
  const ClientAnswer entered =
      Submit(browser, "/sign-in/code/check", page,
             EmailField("c3@pages.example") + "&return_to=https%3A%2F%2Fevil.example&code=" +
                 NewestCode(user, EmailCodeKind::kMagicAuth));
  EXPECT_EQ(entered.Header("Location"), "/console");
}

TEST_F(SignInPages, ACodeVerifiesAnAddressAndOpensNoSession) {
  const std::string user = NewMember("v1@pages.example");
  Browser browser;
  const ClientAnswer page = Fill(browser, "/verify-email", EmailField("v1@pages.example"));
  ASSERT_EQ(page.status, 200) << page.body;
  const std::string fields = EmailField("v1@pages.example") + "&code=";
  EXPECT_EQ(Submit(browser, "/verify-email/check", page, fields + "abc").status, 401);
  const ClientAnswer done = Submit(browser, "/verify-email/check", page,
                                   fields + NewestCode(user, EmailCodeKind::kEmailVerification));
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(done.Header("Location"), HasSubstr("done=email"));
  EXPECT_EQ(browser.Cookie("bearward_session"), "");
  EXPECT_THAT(Key(Method::kGet, "users/" + user, "").body, HasSubstr(R"("email_verified":true)"));
}

// D3: a code of one kind is not accepted for another.
TEST_F(SignInPages, ACodeForOneThingIsNoneForAnother) {
  const std::string user = NewMember("c4@pages.example");
  EXPECT_EQ(Request("/verify-email", "c4@pages.example").status, 200);
  Browser browser;
  EXPECT_EQ(Fill(browser, "/sign-in/code",
                 EmailField("c4@pages.example") +
                     "&code=" + NewestCode(user, EmailCodeKind::kEmailVerification),
                 "/sign-in/code/check")
                .status,
            401);
}

// K1: what a person types comes back as text.
TEST_F(SignInPages, WhatIsTypedComesBackAsText) {
  const std::string markup = "\"><script>alert(1)</script>@pages.example";
  for (const char* path : {"/sign-in/code", "/verify-email"}) {
    const ClientAnswer page = Request(path, markup);
    EXPECT_THAT(page.body, AllOf(HasSubstr("&lt;script&gt;"), Not(HasSubstr("<script"))));
  }
}

TEST_F(SignInPages, PagesAllowNoForeignSourceAndNoFrame) {
  for (const char* target : {"/forgot-password", "/forgot-password/sent", "/sign-in/code",
                             "/verify-email", "/reset-password", "/invite"}) {
    const ClientAnswer page = Get(target, {{"Accept", "text/html"}});
    const std::string policy = page.Header("Content-Security-Policy");
    EXPECT_THAT(policy, AllOf(HasSubstr("default-src 'none'"), HasSubstr("form-action 'self'"),
                              HasSubstr("frame-ancestors 'none'"), Not(HasSubstr("unsafe"))));
    EXPECT_EQ(page.Header("Referrer-Policy"), "no-referrer") << target;
    EXPECT_EQ(page.Header("Cache-Control"), "no-store") << target;
    EXPECT_THAT(page.body, Not(HasSubstr("://"))) << target << " names another origin";
  }
}

}  // namespace
}  // namespace bearward::app
