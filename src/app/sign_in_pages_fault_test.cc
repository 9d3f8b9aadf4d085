// Each call of the database fails once while a link of an email is used: the response is 503, and
// the link stays valid (incident class F6).
#include <string>

#include "app/contract_fixture.h"
#include "app/faulty_core_fixture.h"
#include "door/session_cookie.h"

namespace bearward::app {
namespace {

class SignInPagesFaults : public FaultyCoreFixture {
 protected:
  SignInPagesFaults() {
    Apply(kAcme + R"(
[[users]]
email = "ann@acme.example"
password = "an old sign-in password"
)");
  }

  // TokenOf posts a body to WorkOS' API and returns a member of the answer.
  std::string TokenOf(const std::string& path, const std::string& body, const char* name) {
    const ClientAnswer made =
        AskJson(Method::kPost, "/user_management/" + path, kProductionKey, body);
    EXPECT_EQ(made.status, 201) << made.body;
    return *testing::Must(json::Parse(made.body)).Find(name)->AsString();
  }
  // EveryFaultIs503 sends the form of a page with a fault at each of its calls of the database.
  // `cookie` contains the token.
  void EveryFaultIs503(const std::string& path, const std::string& cookie,
                       const std::string& fields = "password=a+new+sign-in+password") {
    ClientAnswer answer;
    const int faults = testing::ForEveryFault(
        *plan_,
        [&] {
          answer = testing::DoorClient(core_->door())
                       .Send(Method::kPost, path,
                             {{"Content-Type", "application/x-www-form-urlencoded"},
                              {"Cookie", "bearward_form=form; " + cookie}},
                             "csrf=" + door::CsrfTokenOf("form") + "&" + fields);
        },
        [&](int n) {
          EXPECT_EQ(answer.status, 503) << n << ": " << answer.body;
          clock_.Advance(std::chrono::seconds(7));  // ten changes a minute are admitted
        });
    EXPECT_GT(faults, 3);
    EXPECT_EQ(answer.status, 303) << answer.body;
  }
  // Begin signs in up to the page of the next step, and returns the cookie with its token.
  std::string Begin() {
    const ClientAnswer pending =
        testing::DoorClient(core_->door())
            .Send(Method::kPost, "/sign-in",
                  {{"Accept", "text/html"},
                   {"Content-Type", "application/x-www-form-urlencoded"},
                   {"Cookie", "bearward_form=form"}},
                  "csrf=" + door::CsrfTokenOf("form") +
                      "&username=ann%40acme.example&password=an+old+sign-in+password");
    EXPECT_EQ(pending.status, 303) << pending.body;
    const std::string cookie = pending.Header("Set-Cookie");
    clock_.Advance(std::chrono::seconds(1));
    return cookie.substr(0, cookie.find(';'));
  }
};

TEST_F(SignInPagesFaults, AResetThatFailsLeavesItsLinkValid) {
  EveryFaultIs503("/reset-password",
                  "bearward_link=" + TokenOf("password_reset", R"({"email":"ann@acme.example"})",
                                             "password_reset_token"));
}

TEST_F(SignInPagesFaults, AnAcceptanceThatFailsLeavesTheInvitationPending) {
  EveryFaultIs503(
      "/invite",
      "bearward_link=" + TokenOf("invitations",
                                 R"({"email":"new@acme.example","organization_id":"org_acme"})",
                                 "token"));
}

TEST_F(SignInPagesFaults, ANewPasswordThatFailsLeavesTheSignInPending) {
  Apply(R"(
[[environments]]
name = "production"
[[users]]
email = "ann@acme.example"
password = "an old sign-in password"
password_change_required = true
memberships = [ { organization = "Acme" } ]
)");
  EveryFaultIs503("/sign-in/new-password", Begin());
}

TEST_F(SignInPagesFaults, AChoiceThatFailsLeavesTheSignInPending) {
  Apply(R"(
[[environments]]
name = "production"
[[organizations]]
name = "Globex"
id = "org_globex"
[[users]]
email = "ann@acme.example"
password = "an old sign-in password"
memberships = [ { organization = "Acme" }, { organization = "Globex" } ]
)");
  EveryFaultIs503("/sign-in/organization", Begin(), "organization=org_globex");
}

// Such a user may not enter the console.
TEST_F(SignInPagesFaults, ANewPasswordOfAUserWithoutAnOrganizationThatFailsIsNotSet) {
  Apply(R"(
[[environments]]
name = "production"
[[users]]
email = "ann@acme.example"
password = "an old sign-in password"
password_change_required = true
)");
  EveryFaultIs503("/sign-in/new-password", Begin());
}

}  // namespace
}  // namespace bearward::app
