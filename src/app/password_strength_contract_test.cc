// The minimum strength of new passwords at every entry point (docs/names-and-passwords.md).
#include "app/browser_fixture.h"
#include "app/graphql_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

constexpr const char* kWeak = "football2024";
constexpr const char* kStrong = "five mauve trombones";

class PasswordStrengthContract : public GraphqlFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.workos_limits = {};
    StartExactly(std::move(config));
    Apply(kWidgetWorld);
  }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Create(const std::string& email, const std::string& password,
                             const std::string& more = {}) {
    return Json(Method::kPost, "/user_management/users",
                R"({"email":")" + email + R"(","password":")" + password + "\"" + more + "}",
                Key());
  }
  static std::string Inner(const ClientAnswer& answer) {
    const json::Value body = Value(answer);
    const json::Value* const errors = body.Find("errors");
    return errors == nullptr ? "" : *errors->AsArray()->front().Find("code")->AsString();
  }
  static void ExpectRefused(const ClientAnswer& answer, const std::string& code,
                            const std::string& inner) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(Text(answer, "code"), code);
    EXPECT_EQ(Inner(answer), inner);
    EXPECT_THAT(answer.body, ::testing::Not(HasSubstr(kWeak)));
  }
};

TEST_F(PasswordStrengthContract, ANewUserNeedsAStrongPassword) {
  ExpectRefused(Create("c1@strong.example", kWeak), "password_strength_error", "password_too_weak");
  EXPECT_EQ(Create("c1@strong.example", kStrong).status, 201);
}

// The words of the same request count, because the user is not stored yet.
TEST_F(PasswordStrengthContract, TheAddressAndNameOfANewUserDoNotMakeAPassword) {
  ExpectRefused(Create("quandt@strong.example", "xK9!Quandt7Rw#2p"), "password_strength_error",
                "password_contains_email");
  ExpectRefused(Create("c2@strong.example", "Kfpqzmvb1", R"(,"first_name":"Kfpqzmvb")"),
                "password_strength_error", "password_too_weak");
  EXPECT_EQ(Create("c2@strong.example", "Kfpqzmvb1").status, 201);
}

TEST_F(PasswordStrengthContract, AnUpdateNeedsAStrongPassword) {
  const std::string path =
      "/user_management/users/" + Text(Create("u1@strong.example", kStrong), "id");
  const auto update = [&path](const std::string& body) {
    return Json(Method::kPut, path, body, Key());
  };
  ExpectRefused(update(std::string(R"({"password":")") + kWeak + "\"}"), "password_strength_error",
                "password_too_weak");
  ExpectRefused(update(R"({"password":"xK9!brandnew7Rw#2p","email":"brandnew@strong.example"})"),
                "password_strength_error", "password_contains_email");
  EXPECT_EQ(update(R"({"password":"six mauve trombones"})").status, 200);
}

TEST_F(PasswordStrengthContract, AResetNeedsAStrongPasswordAndKeepsTheToken) {
  Create("r1@strong.example", kStrong);
  const std::string token = Text(Json(Method::kPost, "/user_management/password_reset",
                                      R"({"email":"r1@strong.example"})", Key()),
                                 "password_reset_token");
  const auto reset = [&token](const std::string& password) {
    return Json(Method::kPost, "/user_management/password_reset/confirm",
                R"({"token":")" + token + R"(","new_password":")" + password + "\"}", Key());
  };
  ExpectRefused(reset(kWeak), "password_reset_error", "password_too_weak");
  EXPECT_EQ(reset("six mauve trombones").status, 200);
}

TEST_F(PasswordStrengthContract, UpdatePasswordReportsTheViolationAndThePolicyItsScore) {
  const std::string token = Peter();
  const auto change = [](const std::string& password) {
    return "mutation { updatePassword(input: { currentPassword: \"peter's password\", "
           "newPassword: \"" +
           password +
           "\" }) { __typename ... on PasswordPolicyViolation { code violations { code "
           "strengthSuggestions strengthWarning } } } }";
  };
  EXPECT_EQ(TextAt(Run(token, "{ authenticationSettings { passwordPolicy { minimumStrength } } }"),
                   "authenticationSettings.passwordPolicy.minimumStrength"),
            "3");
  const json::Value weak = Run(token, change(kWeak));
  EXPECT_EQ(TextAt(weak, "updatePassword.code"), "password_too_weak");
  EXPECT_EQ(TextAt(weak, "updatePassword.violations.0.code"), "password_too_weak");
  EXPECT_THAT(TextAt(weak, "updatePassword.violations.0.strengthWarning"),
              HasSubstr("too easy to guess"));
  EXPECT_NE(TextAt(weak, "updatePassword.violations.0.strengthSuggestions.0"), "");
  const json::Value named = Run(token, change("xK9!peter7Rw#2p"));
  EXPECT_EQ(TextAt(named, "updatePassword.code"), "password_contains_email");
  EXPECT_EQ(TextAt(Run(token, change("six mauve trombones")), "updatePassword.__typename"),
            "PasswordUpdated");
}

// A file is written by the operator, and files of earlier releases must still apply.
TEST_F(PasswordStrengthContract, AProvisioningFileMayHaveAWeakPasswordThatStaysValid) {
  Apply(
      "[[users]]\nusername = \"oldhand\"\npassword = \"football2024\"\n"
      "memberships = [{ organization = \"Widgets\", roles = [\"plain\"] }]\n");
  EXPECT_EQ(
      Json(Method::kPost, "/auth/login", R"({"username":"oldhand","password":"football2024"})")
          .status,
      200);
}

TEST_F(PasswordStrengthContract, AnOrganizationWithALowPolicyHasNoMinimum) {
  Apply(
      "[[organizations]]\nname = \"Lax\"\npassword_policy = \"low\"\n"
      "[[users]]\nusername = \"lex\"\nid = \"user_lex\"\n"
      "memberships = [{ organization = \"Lax\", roles = [] }]\n");
  EXPECT_EQ(
      Json(Method::kPut, "/user_management/users/user_lex", R"({"password":"ab"})", Key()).status,
      200);
}

// Our own API serves clients of earlier releases.
TEST_F(PasswordStrengthContract, OurOwnApiHasNoMinimumByDefault) {
  const std::string path =
      "/v1/users/" + Text(Create("o1@strong.example", kStrong), "id") + "/password";
  EXPECT_EQ(Json(Method::kPut, path, std::string(R"({"password":")") + kWeak + "\"}", Key()).status,
            200);
}

class ServerPasswordStrength : public PasswordStrengthContract {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.password_strength.of_operators = 3;
    config.password_strength.of_products = 0;
    config.workos_limits = {};
    StartExactly(std::move(config));
  }
};

TEST_F(ServerPasswordStrength, TheMinimumOfTheServerHoldsInEveryApi) {
  ExpectRefused(Create("s1@strong.example", kWeak), "password_strength_error", "password_too_weak");
}

TEST_F(ServerPasswordStrength, OurOwnApiNeedsAStrongPassword) {
  const std::string path =
      "/v1/users/" + Text(Create("v1@strong.example", kStrong), "id") + "/password";
  const ClientAnswer weak =
      Json(Method::kPut, path, std::string(R"({"password":")") + kWeak + "\"}", Key());
  EXPECT_EQ(weak.status, 400) << weak.body;
  EXPECT_EQ(Text(weak, "code"), "password_too_weak");
  EXPECT_EQ(Json(Method::kPut, path, R"({"password":"six mauve trombones"})", Key()).status, 200);
}

TEST_F(ServerPasswordStrength, TheFirstAdministratorNeedsAStrongPassword) {
  const std::string token(testing::Must(core_->BeginSetup())->Reveal());
  const auto setup = [&token](const std::string& password) {
    Browser browser;
    const ClientAnswer page = Send(Method::kGet, "/setup?token=" + token, browser.Headers());
    browser.Take(page);
    return Form("/setup",
                "csrf=" + FieldOf(page.body, "csrf") + "&token=" + token +
                    "&email=root%40strong.example&password=" + base::PercentEncode(password),
                browser.Headers());
  };
  const ClientAnswer weak = setup(kWeak);
  EXPECT_EQ(weak.status, 400) << weak.body;
  EXPECT_THAT(weak.body, HasSubstr("too easy to guess"));
  EXPECT_EQ(setup(kStrong).status, 303);
}

class WithoutPasswordStrength : public ContractFixture {};

TEST_F(WithoutPasswordStrength, OnlyTheLengthCounts) {
  EXPECT_EQ(
      Json(Method::kPost, "/user_management/users",
           R"({"email":"lax@strong.example","password":"football2024"})", Bearer(kProductionKey))
          .status,
      201);
}

}  // namespace
}  // namespace bearward::app
