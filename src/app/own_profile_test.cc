// What a person does with its own account in the console, without any permission.
#include "app/browser_fixture.h"
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPassword = "a password of its own";

class OwnProfile : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(R"(
[[roles]]
slug = "support"
permissions = ["users:manage", "users:masquerade"]
[[users]]
username = "pat"
id = "user_pat"
email = "pat@acme.example"
first_name = "Pat"
password = "a password of its own"
memberships = [{ organization = "Acme" }]
[[users]]
username = "sam"
id = "user_sam"
password = "a password of its own"
memberships = [{ organization = "Acme" }]
[[users]]
username = "helper"
password = "a password of its own"
memberships = [{ organization = "Acme", roles = ["support", "member"] }]
)");
  }
  void SetUp() override { clock_->Advance(std::chrono::minutes(2)); }

  static ClientHeaders Session(const std::string& username) {
    return ConsoleSession(username, kPassword);
  }
  static std::string SessionOf(const ClientHeaders& who) {
    return Text(Get("/v1/whoami", who), "session_id");
  }
  static std::string SessionsOf(const std::string& user) {
    return "/user_management/users/" + user + "/sessions";
  }
};

TEST_F(OwnProfile, AMemberWithoutPermissionsReadsItselfAndNoOtherUser) {
  const ClientHeaders pat = Session("pat");
  const ClientAnswer who = Get("/v1/whoami", pat);
  EXPECT_THAT(who.body, HasSubstr(R"("permissions":[])"));
  EXPECT_EQ(Text(who, "name"), "Pat");
  EXPECT_EQ(Text(Get("/v1/whoami", Session("sam")), "name"), "sam");
  EXPECT_EQ(Text(Get("/v1/users/user_pat", pat), "email"), "pat@acme.example");
  for (const char* other : {"user_sam", "user_none"}) {
    const ClientAnswer refused = Get(std::string("/v1/users/") + other, pat);
    EXPECT_EQ(refused.status, 403) << other;
    EXPECT_EQ(Text(refused, "code"), "missing_permission") << other;
  }
}

TEST_F(OwnProfile, ItListsItsSessionsAndEndsThem) {
  const ClientHeaders pat = Session("pat");
  const ClientHeaders elsewhere = Session("pat");
  const ClientHeaders sam = Session("sam");
  const ClientAnswer list = Get(SessionsOf("user_pat"), pat);
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_THAT(list.body, HasSubstr(SessionOf(pat)));
  EXPECT_THAT(list.body, HasSubstr(SessionOf(elsewhere)));
  EXPECT_THAT(list.body, Not(HasSubstr(SessionOf(sam))));
  const auto end = [&](const ClientHeaders& whose) {
    return Json(Method::kPost, "/user_management/sessions/revoke",
                R"({"session_id":")" + SessionOf(whose) + "\"}", pat)
        .status;
  };
  EXPECT_EQ(Get(SessionsOf("user_sam"), pat).status, 403);
  EXPECT_EQ(end(sam), 404);
  EXPECT_EQ(end(elsewhere), 200);
  EXPECT_EQ(Get("/v1/whoami", elsewhere).status, 401);
  EXPECT_EQ(Get("/v1/whoami", sam).status, 200);
}

TEST_F(OwnProfile, ItMakesReadsAndRevokesItsApiToken) {
  const ClientHeaders sam = Session("sam");
  const ClientAnswer made = Json(Method::kPost, "/v1/users/user_sam/api_key", "{}", sam);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Text(Get("/v1/users/user_sam/api_key", sam), "id"), Text(made, "id"));
  EXPECT_EQ(Get("/v1/users/user_pat/api_key", sam).status, 404);
  const std::string revoke = "/v1/api_keys/" + Text(made, "id") + "/revoke";
  EXPECT_EQ(Json(Method::kPost, revoke, "{}", Session("pat")).status, 404);
  EXPECT_EQ(Json(Method::kPost, revoke, "{}", sam).status, 200);
  EXPECT_EQ(Get("/v1/users/user_sam/api_key", sam).status, 404);
}

// An impersonator sees what the user sees, and does not do what only the user may do.
TEST_F(OwnProfile, AMasqueradeReadsItAndChangesNoCredential) {
  const ClientAnswer begun = Json(Method::kPost, "/v1/users/user_pat/masquerade",
                                  R"({"reason":"Ticket 7"})", Session("helper"));
  ASSERT_EQ(begun.status, 201) << begun.body;
  Browser browser;
  browser.Take(begun);
  const ClientHeaders as_pat = browser.Masquerade();
  EXPECT_EQ(Text(Get("/v1/whoami", as_pat), "name"), "Pat");
  EXPECT_EQ(Get("/v1/users/user_pat", as_pat).status, 200);
  const ClientAnswer made = Json(Method::kPost, "/v1/users/user_pat/api_key", "{}", as_pat);
  EXPECT_EQ(Text(made, "code"), "refused_in_masquerade");
  const ClientAnswer changed = Json(
      Method::kPut, "/v1/users/user_pat/password",
      R"({"current_password":"a password of its own","password":"set by another one"})", as_pat);
  EXPECT_EQ(Text(changed, "code"), "refused_in_masquerade");
}

TEST_F(OwnProfile, ItChangesItsPasswordWithThePresentOneAndSignsInAgain) {
  Apply(R"(
[[users]]
username = "kim"
id = "user_kim"
password = "a password of its own"
memberships = [{ organization = "Acme" }]
)");
  const ClientHeaders kim = Session("kim");
  const auto change = [&](const std::string& present) {
    return Json(Method::kPut, "/v1/users/user_kim/password",
                R"({"current_password":")" + present + R"(","password":"another one of its own"})",
                kim);
  };
  EXPECT_EQ(Text(change("a wrong password"), "code"), "wrong_password");
  EXPECT_EQ(change(kPassword).status, 200);
  EXPECT_EQ(Get("/v1/whoami", kim).status, 401);
  EXPECT_EQ(Get("/v1/whoami", ConsoleSession("kim", "another one of its own")).status, 200);
}

}  // namespace
}  // namespace bearward::app
