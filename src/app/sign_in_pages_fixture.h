// SignInPagesFixture: a browser on the pages that use codes and links from emails.
#pragma once

#include <string>
#include <utility>

#include "app/browser_fixture.h"
#include "app/email_code_fixture.h"
#include "store/emails.h"
#include "testing/temp_dir.h"

namespace bearward::app {

class SignInPagesFixture : public EmailCodeFixture {
 protected:
  static constexpr const char* kOldPassword = "an old sign-in password";
  static constexpr const char* kNewPassword = "a new sign-in password";

  // Emails are stored in the outbox and never sent.
  static void SetUpTestSuite() {
    spool_ = new testing::TempDir();
    Config config;
    config.mail.spool = spool_->path();
    Start(config);
    const json::Value who = Value(Get("/v1/whoami", Bearer(kProductionKey)));
    production_ = *who.Find("environment")->Find("id")->AsString();
    const json::Value other = Value(Get("/v1/whoami", Bearer(kSandboxKey)));
    sandbox_ = *other.Find("environment")->Find("id")->AsString();
  }
  static void TearDownTestSuite() {
    EmailCodeFixture::TearDownTestSuite();
    delete spool_;
  }
  // Each test comes from a network of its own, and after the limits of the one before.
  void SetUp() override { clock_->Advance(std::chrono::minutes(2)); }

  static ClientAnswer Key(Method method, const std::string& path, const std::string& body = "{}") {
    return Json(method, "/user_management/" + path, body, Bearer(kProductionKey));
  }
  static std::string NewUser(const std::string& email, const std::string& password = kOldPassword) {
    const std::string more = password.empty() ? "" : R"(,"password":")" + password + '"';
    const ClientAnswer made =
        Key(Method::kPost, "users", R"({"email":")" + email + '"' + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return Text(made, "id");
  }
  // NewMember makes a user who may sign in to the console.
  static std::string NewMember(const std::string& email) {
    const std::string user = NewUser(email);
    const ClientAnswer joined =
        Key(Method::kPost, "organization_memberships",
            R"({"user_id":")" + user + R"(","organization_id":")" + kAcme + "\"}");
    EXPECT_EQ(joined.status, 201) << joined.body;
    return user;
  }
  static void Deactivate(const std::string& user) {
    EXPECT_EQ(Json(Method::kPost, "/v1/users/" + user + "/deactivate", "{}", Bearer(kProductionKey))
                  .status,
              200);
  }

  static ClientAnswer Open(Browser& browser, const std::string& target) {
    ClientAnswer page = Get(target, browser.Headers());
    browser.Take(page);
    return page;
  }
  // Submit sends a form with the CSRF token of the page on which it is.
  static ClientAnswer Submit(Browser& browser, const std::string& target, const ClientAnswer& page,
                             const std::string& fields) {
    ClientAnswer answer =
        Form(target, "csrf=" + FieldOf(page.body, "csrf") + "&" + fields, browser.Headers());
    browser.Take(answer);
    return answer;
  }
  // Fill opens a page and sends its form to the same path, or to `to`.
  static ClientAnswer Fill(Browser& browser, const std::string& target, const std::string& fields,
                           const std::string& to = {}) {
    const ClientAnswer page = Open(browser, target);
    return Submit(browser, to.empty() ? target : to, page, fields);
  }
  static std::string EmailField(const std::string& email) {
    return "email=" + base::PercentEncode(email);
  }
  static std::string PasswordField(const std::string& password) {
    return "password=" + base::PercentEncode(password);
  }
  static std::string Credentials(const std::string& login,
                                 const std::string& password = kOldPassword) {
    return "username=" + base::PercentEncode(login) + "&" + PasswordField(password);
  }
  static ClientAnswer SignIn(const std::string& login, const std::string& password) {
    Browser browser;
    return Fill(browser, "/sign-in", Credentials(login, password));
  }
  // SignInTo signs in up to the page of the next step, which it returns.
  static ClientAnswer SignInTo(Browser& browser, const std::string& email,
                               const std::string& page) {
    const ClientAnswer moved = Fill(browser, "/sign-in", Credentials(email));
    EXPECT_EQ(moved.status, 303) << moved.body;
    EXPECT_THAT(moved.Header("Location"), ::testing::StartsWith(page + "?environment="));
    return Open(browser, moved.Header("Location"));
  }
  static std::int64_t Waiting() {
    return testing::Must(core_->store().Read(store::CountWaitingEmails));
  }
  // Plain removes what differs between two loads of one page: the CSRF token and the address.
  static std::string Plain(const ClientAnswer& answer, const std::string& email) {
    std::string body = answer.body;
    for (const std::string& own : {email, FieldOf(answer.body, "csrf")}) {
      for (auto at = body.find(own); !own.empty() && at != std::string::npos; at = body.find(own)) {
        body.erase(at, own.size());
      }
    }
    return std::to_string(answer.status) + " " + answer.Header("Location") + "\n" + body;
  }

  static inline testing::TempDir* spool_ = nullptr;
  static inline std::string production_;
  static inline std::string sandbox_;
};

}  // namespace bearward::app
