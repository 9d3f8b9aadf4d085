// WorkOS' codes and tokens that are sent by email (contracts: WorkOS section 4.3).
#include <functional>

#include "app/email_code_fixture.h"

namespace bearward::app {
namespace {

using model::EmailCodeKind;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kBase = "/user_management/";

class WorkOsEmailCodes : public EmailCodeFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Post(const std::string& path, const std::string& body) {
    return Json(Method::kPost, kBase + path, body, Key());
  }
  static ClientAnswer Read(const std::string& path) { return Get(kBase + path, Key()); }
  static std::string NewUser(const std::string& email, const std::string& more = {}) {
    const ClientAnswer made = Post("users", R"({"email":")" + email + "\"" + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return Text(made, "id");
  }
  static std::string Email(const std::string& email) { return R"({"email":")" + email + "\"}"; }
  static std::string Code(const std::string& code) { return R"({"code":")" + code + "\"}"; }
  // Other returns another code of six digits.
  static std::string Other(std::string code) {
    code[0] = code[0] == '0' ? '1' : '0';
    return code;
  }
  static bool IsVerified(const std::string& user) {
    return *Value(Read("users/" + user)).Find("email_verified")->AsBool();
  }
  static ClientAnswer SignIn(const std::string& email, const std::string& password) {
    return Json(Method::kPost, kBase + "authenticate",
                R"({"grant_type":"password","client_id":")" + ClientId() +
                    R"(","client_secret":")" + kProductionKey + R"(","email":")" + email +
                    R"(","password":")" + password + "\"}");
  }
  // Reset confirms the reset of a password that `sent` describes.
  static ClientAnswer Reset(const ClientAnswer& sent, const std::string& password) {
    return Post("password_reset/confirm", R"({"token":")" + Text(sent, "password_reset_token") +
                                              R"(","new_password":")" + password + "\"}");
  }
  static std::string ClientId() {
    return *Value(Get("/v1/whoami", Key())).Find("environment")->Find("client_id")->AsString();
  }
};

TEST_F(WorkOsEmailCodes, AMagicAuthHasTheMembersOfTheVendorsSchema) {
  const std::string user = NewUser("m1@code.example");
  const ClientAnswer made = Post("magic_auth", Email("M1@code.example"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(
      made.body,
      MatchesRegex(R"(\{"object":"magic_auth","id":"magic_auth_[0-9A-Z]{26}","user_id":")" + user +
                   R"(","email":"m1@code\.example","expires_at":"[^"]*Z",)"
                   R"("created_at":"[^"]*Z","updated_at":"[^"]*Z",)"
                   R"("code":"[0-9]{6}"\})"));
  EXPECT_EQ(Read("magic_auth/" + Text(made, "id")).body, made.body);
  EXPECT_EQ(Read("password_reset/" + Text(made, "id")).status, 404) << "of another kind";
}

TEST_F(WorkOsEmailCodes, AMagicAuthMakesTheUserOfAnUnknownAddress) {
  const ClientAnswer made = Post("magic_auth", Email("m2@code.example"));
  ASSERT_EQ(made.status, 201) << made.body;
  const ClientAnswer user = Read("users/" + Text(made, "user_id"));
  EXPECT_EQ(Text(user, "email"), "m2@code.example");
  EXPECT_FALSE(IsVerified(Text(made, "user_id")));
}

// Incident class D4: a code is sent only to the address that the user owns.
TEST_F(WorkOsEmailCodes, AUsernameThatLooksLikeAnAddressGetsNoCode) {
  Apply(
      "[[users]]\nusername = \"name@code.example\"\nemail = \"real@code.example\"\n"
      "memberships = [{ organization = \"Acme\", roles = [] }]\n");
  EXPECT_EQ(Post("magic_auth", Email("name@code.example")).status, 400);
  EXPECT_EQ(Post("password_reset", Email("name@code.example")).status, 404);
  EXPECT_EQ(Post("password_reset", Email("real@code.example")).status, 201);
}

TEST_F(WorkOsEmailCodes, ThreeCodesAMinuteAreTheLimit) {
  NewUser("m3@code.example");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Post("magic_auth", Email("m3@code.example")).status, 201);
  }
  const ClientAnswer refused = Post("magic_auth", Email("m3@code.example"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(Text(refused, "code"), "rate_limit_exceeded");
  EXPECT_EQ(refused.Header("Retry-After"), "60");
  EXPECT_EQ(Post("password_reset", Email("m3@code.example")).status, 201) << "another kind";
  EXPECT_EQ(Post("magic_auth", Email("m3b@code.example")).status, 201) << "another user";
  clock_->Advance(std::chrono::seconds(61));
  EXPECT_EQ(Post("magic_auth", Email("m3@code.example")).status, 201);
}

TEST_F(WorkOsEmailCodes, AnUnknownCodeIs404WithTheNameOfItsResource) {
  for (const auto& [path, name] : std::vector<std::pair<std::string, std::string>>{
           {"magic_auth", "MagicAuth"},
           {"email_verification", "Email Verification"},
           {"password_reset", "Password Reset"}}) {
    const ClientAnswer answer = Read(path + "/none");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(Text(answer, "message"), name + " not found: 'none'.");
    EXPECT_EQ(Text(answer, "entity_id"), "none");
  }
}

TEST_F(WorkOsEmailCodes, ACodeVerifiesTheAddressOnce) {
  const std::string user = NewUser("v1@code.example");
  const std::string path = "users/" + user + "/email_verification/";
  const ClientAnswer sent = Post(path + "send", "{}");
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_THAT(sent.body, StartsWith(R"({"user":{"object":"user","id":")" + user));
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  EXPECT_THAT(sent.body, Not(HasSubstr(code)));
  const ClientAnswer wrong = Post(path + "confirm", Code(Other(code)));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(Text(wrong, "code"), "email_verification_code_incorrect");
  EXPECT_FALSE(IsVerified(user));
  const ClientAnswer right = Post(path + "confirm", Code(code));
  ASSERT_EQ(right.status, 200) << right.body;
  EXPECT_TRUE(IsVerified(user));
  EXPECT_EQ(Text(Post(path + "confirm", Code(code)), "code"), "email_previously_verified");
  EXPECT_EQ(Text(Post(path + "send", "{}"), "code"), "email_already_verified");
  EXPECT_EQ(Post("users/none/email_verification/send", "{}").status, 404);
  EXPECT_EQ(Post("users/none/email_verification/confirm", Code(code)).status, 404);
}

TEST_F(WorkOsEmailCodes, ACodeExpiresToTheMillisecond) {
  const std::string user = NewUser("v2@code.example");
  const std::string path = "users/" + user + "/email_verification/";
  Post(path + "send", "{}");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  clock_->Advance(std::chrono::minutes(10));
  EXPECT_EQ(Text(Post(path + "confirm", Code(code)), "code"), "email_verification_code_expired");
  Post(path + "send", "{}");
  const std::string next = NewestCode(user, EmailCodeKind::kEmailVerification);
  clock_->Advance(std::chrono::minutes(10) - std::chrono::milliseconds(1));
  EXPECT_EQ(Post(path + "confirm", Code(next)).status, 200);
}

TEST_F(WorkOsEmailCodes, OnlyTheNewestCodeIsAccepted) {
  const std::string user = NewUser("v3@code.example");
  const std::string path = "users/" + user + "/email_verification/";
  Post(path + "send", "{}");
  const std::string first = NewestCode(user, EmailCodeKind::kEmailVerification);
  clock_->Advance(std::chrono::seconds(1));
  Post(path + "send", "{}");
  const std::string second = NewestCode(user, EmailCodeKind::kEmailVerification);
  ASSERT_NE(first, second);
  EXPECT_EQ(Post(path + "confirm", Code(first)).status, 400);
  EXPECT_EQ(Post(path + "confirm", Code(second)).status, 200);
}

TEST_F(WorkOsEmailCodes, AfterFiveWrongCodesTheRightOneIsRefused) {
  const std::string user = NewUser("v4@code.example");
  const std::string path = "users/" + user + "/email_verification/";
  Post(path + "send", "{}");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  for (int i = 0; i < 5; ++i) Post(path + "confirm", Code(Other(code)));
  const ClientAnswer right = Post(path + "confirm", Code(code));
  EXPECT_EQ(Text(right, "code"), "email_verification_code_expired");
  EXPECT_EQ(Post(path + "confirm", Code(Other(code))).body, right.body);
  EXPECT_FALSE(IsVerified(user));
}

// Four codes with five wrong entries each are the limit of an hour.
TEST_F(WorkOsEmailCodes, NewCodesDoNotAllowUnlimitedGuesses) {
  const std::string user = NewUser("v5@code.example");
  const std::string path = "users/" + user + "/email_verification/";
  const auto send = [&] {
    EXPECT_EQ(Post(path + "send", "{}").status, 200);
    return NewestCode(user, EmailCodeKind::kEmailVerification);
  };
  const auto confirm = [&](const std::string& code) { return Post(path + "confirm", Code(code)); };
  for (int minute = 0; minute < 4; ++minute) {
    const std::string code = send();
    for (int i = 0; i < 5; ++i) confirm(Other(code));
    clock_->Advance(std::chrono::minutes(1));
  }
  clock_->Advance(std::chrono::minutes(51));
  const std::string guessed = send();
  const ClientAnswer wrong = confirm(Other(guessed));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(confirm(guessed).body, wrong.body);
  clock_->Advance(std::chrono::minutes(8) + std::chrono::seconds(1));
  EXPECT_EQ(confirm(guessed).status, 400) << "the hour has moved on, the code stays refused";
  EXPECT_FALSE(IsVerified(user));
  EXPECT_EQ(confirm(send()).status, 200) << "a refused entry does not prolong the hour";
}

TEST_F(WorkOsEmailCodes, ACodeForAReplacedAddressVerifiesNothing) {
  const std::string user = NewUser("v6@code.example");
  const std::string path = "users/" + user + "/email_verification/";
  Post(path + "send", "{}");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  Json(Method::kPut, kBase + "users/" + user, Email("v6b@code.example"), Key());
  EXPECT_EQ(Post(path + "confirm", Code(code)).status, 400);
  EXPECT_FALSE(IsVerified(user));
}

// Incident class B7. The owner of the earlier address must not get the account.
TEST_F(WorkOsEmailCodes, AResetForAReplacedAddressSetsNoPassword) {
  const auto change_by_code = [](const std::string& user) {
    const std::string path = "users/" + user + "/email_change/";
    Post(path + "send", R"({"new_email":"v7c@code.example"})");
    EXPECT_EQ(Post(path + "confirm", Code(NewestCode(user, EmailCodeKind::kEmailChange))).status,
              200);
  };
  const auto change_by_key = [](const std::string& user) {
    EXPECT_EQ(Json(Method::kPut, kBase + "users/" + user, Email("v8c@code.example"), Key()).status,
              200);
  };
  for (const auto& [email, change] :
       std::vector<std::pair<std::string, std::function<void(const std::string&)>>>{
           {"v7@code.example", change_by_code}, {"v8@code.example", change_by_key}}) {
    const std::string user = NewUser(email, R"(,"password":"the first password")");
    const ClientAnswer sent = Post("password_reset", Email(email));
    change(user);
    const std::string present = Text(Read("users/" + user), "email");
    const ClientAnswer refused = Reset(sent, "the password of another");
    EXPECT_EQ(refused.status, 404) << email;
    EXPECT_EQ(Text(refused, "code"), "password_reset_token_not_found");
    EXPECT_EQ(SignIn(present, "the first password").status, 200);
    clock_->Advance(std::chrono::seconds(1));
    EXPECT_EQ(Reset(Post("password_reset", Email(present)), "the second password").status, 200);
    EXPECT_EQ(SignIn(present, "the second password").status, 200);
    EXPECT_TRUE(IsVerified(user));
  }
}

TEST_F(WorkOsEmailCodes, OnlyOneOfTwoResetsOfOneMillisecondIsLive) {
  const std::string user = NewUser("p4@code.example");
  const ClientAnswer first = Post("password_reset", Email("p4@code.example"));
  const ClientAnswer second = Post("password_reset", Email("p4@code.example"));
  const bool first_is_newest =
      FindNewest(user, EmailCodeKind::kPasswordReset).id == Text(first, "id");
  const ClientAnswer& newest = first_is_newest ? first : second;
  EXPECT_EQ(Reset(first_is_newest ? second : first, "the first password").status, 404);
  EXPECT_EQ(Reset(newest, "the second password").status, 200);
}

TEST_F(WorkOsEmailCodes, APasswordResetReplacesThePasswordOnce) {
  const std::string user = NewUser("p1@code.example", R"(,"password":"the first password")");
  EXPECT_EQ(SignIn("p1@code.example", "the first password").status, 200);
  const ClientAnswer made = Post("password_reset", Email("P1@code.example"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string token = Text(made, "password_reset_token");
  EXPECT_THAT(token, MatchesRegex("[0-9A-Za-z]{25}"));
  EXPECT_THAT(Text(made, "password_reset_url"),
              ::testing::HasSubstr("/reset-password?token=" + token + "&environment="));
  EXPECT_EQ(Value(made).Find("updated_at"), nullptr);
  EXPECT_EQ(Read("password_reset/" + Text(made, "id")).body, made.body);
  const auto reset = [&](const std::string& password) {
    return Post("password_reset/confirm",
                R"({"token":")" + token + R"(","new_password":")" + password + "\"}");
  };
  const ClientAnswer weak = reset("short");
  EXPECT_EQ(weak.status, 400);
  EXPECT_EQ(Text(weak, "code"), "password_reset_error");
  EXPECT_THAT(weak.body, HasSubstr(R"("code":"password_too_short")"));
  const ClientAnswer done = reset("the second password");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(IsVerified(user)) << "the owner of the address has the token";
  EXPECT_EQ(SignIn("p1@code.example", "the first password").status, 400);
  EXPECT_EQ(SignIn("p1@code.example", "the second password").status, 200);
  const ClientAnswer again = reset("the third password");
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(Text(again, "code"), "password_reset_token_not_found");
}

TEST_F(WorkOsEmailCodes, APasswordResetEndsTheSessions) {
  NewUser("p2@code.example", R"(,"password":"the first password")");
  const std::string token = Text(SignIn("p2@code.example", "the first password"), "access_token");
  ASSERT_EQ(Get("/v1/whoami", Bearer(token)).status, 200);
  const std::string reset =
      Text(Post("password_reset", Email("p2@code.example")), "password_reset_token");
  Post("password_reset/confirm",
       R"({"token":")" + reset + R"(","new_password":"the second password"})");
  EXPECT_EQ(Get("/v1/whoami", Bearer(token)).status, 401);
}

TEST_F(WorkOsEmailCodes, AResetTokenThatIsNotLiveIs404) {
  NewUser("p3@code.example");
  const std::string expired =
      Text(Post("password_reset", Email("p3@code.example")), "password_reset_token");
  clock_->Advance(std::chrono::minutes(15));
  const std::string replaced =
      Text(Post("password_reset", Email("p3@code.example")), "password_reset_token");
  clock_->Advance(std::chrono::seconds(1));
  const std::string live =
      Text(Post("password_reset", Email("p3@code.example")), "password_reset_token");
  std::string unknown = live;
  unknown[0] = unknown[0] == 'a' ? 'b' : 'a';
  std::string body;
  for (const std::string& token : {expired, replaced, unknown, std::string("x")}) {
    const ClientAnswer refused =
        Post("password_reset/confirm",
             R"({"token":")" + token + R"(","new_password":"the second password"})");
    EXPECT_EQ(refused.status, 404);
    EXPECT_THAT(refused.body, Not(HasSubstr(token + "'")));
    EXPECT_TRUE(body.empty() || refused.body == body) << refused.body;
    body = refused.body;
  }
  EXPECT_EQ(Post("password_reset/confirm",
                 R"({"token":")" + live + R"(","new_password":"the second password"})")
                .status,
            200);
  EXPECT_EQ(Post("password_reset", Email("nobody@code.example")).status, 404);
}

TEST_F(WorkOsEmailCodes, ANewAddressIsConfirmedByItsCode) {
  const std::string user = NewUser("c1@code.example");
  NewUser("c2@code.example");
  const std::string path = "users/" + user + "/email_change/";
  EXPECT_EQ(Text(Post(path + "confirm", Code("000000")), "code"), "no_pending_email_change");
  const auto send = [&](const std::string& email) {
    return Post(path + "send", R"({"new_email":")" + email + "\"}");
  };
  const ClientAnswer same = send("C1@code.example");
  EXPECT_EQ(same.status, 409);
  EXPECT_EQ(Text(same, "code"), "email_change_not_needed");
  const ClientAnswer taken = send("C2@code.example");
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(Text(taken, "code"), "email_not_available");
  const ClientAnswer malformed = send("no address");
  EXPECT_EQ(malformed.status, 422);
  EXPECT_EQ(Text(malformed, "code"), "invalid_email");
  const ClientAnswer sent = send("c3@code.example");
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(Text(sent, "object"), "email_change");
  EXPECT_EQ(Text(sent, "new_email"), "c3@code.example");
  EXPECT_EQ(Text(Read("users/" + user), "email"), "c1@code.example");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailChange);
  EXPECT_EQ(Text(Post(path + "confirm", Code(Other(code))), "code"), "email_change_code_incorrect");
  const ClientAnswer done = Post(path + "confirm", Code(code));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(Text(done, "object"), "email_change_confirmation");
  EXPECT_EQ(Text(Read("users/" + user), "email"), "c3@code.example");
  EXPECT_TRUE(IsVerified(user));
  const ClientAnswer again = Post(path + "confirm", Code(code));
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(Text(again, "code"), "email_change_code_previously_used");
}

TEST_F(WorkOsEmailCodes, AnAddressThatWasTakenMeanwhileIsRefused) {
  const std::string user = NewUser("c4@code.example");
  const std::string path = "users/" + user + "/email_change/";
  Post(path + "send", R"({"new_email":"c5@code.example"})");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailChange);
  NewUser("c5@code.example");
  const ClientAnswer refused = Post(path + "confirm", Code(code));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(Text(refused, "code"), "email_not_available");
}

TEST_F(WorkOsEmailCodes, TooManyWrongChangeCodesAre429) {
  const std::string user = NewUser("c6@code.example");
  const std::string path = "users/" + user + "/email_change/";
  Post(path + "send", R"({"new_email":"c7@code.example"})");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailChange);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Post(path + "confirm", Code(Other(code))).status, 400);
  const ClientAnswer refused = Post(path + "confirm", Code(code));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(Text(refused, "code"), "email_change_too_many_attempts");
}

TEST_F(WorkOsEmailCodes, TheOlderCallsReturnNoCode) {
  const std::string user = NewUser("o1@code.example");
  for (const char* path : {"magic_auth/send", "password_reset/send"}) {
    const ClientAnswer sent = Post(path, Email("o1@code.example"));
    EXPECT_EQ(sent.status, 200);
    EXPECT_EQ(sent.body, "{}");
  }
  EXPECT_NE(NewestCode(user, EmailCodeKind::kMagicAuth), "");
  EXPECT_NE(NewestCode(user, EmailCodeKind::kPasswordReset), "");
}

// The vendor's clients send these members, most of which have no effect.
TEST_F(WorkOsEmailCodes, TheDocumentedMembersOfARequestAreAccepted) {
  NewUser("d1@code.example");
  const ClientAnswer made =
      Post("magic_auth",
           R"({"email":"d1@code.example","invitation_token":null,"ip_address":"192.0.2.7",)"
           R"("user_agent":"Mozilla/5.0","radar_auth_attempt_id":null,"signals_id":null})");
  EXPECT_EQ(made.status, 201) << made.body;
  const ClientAnswer sent =
      Post("password_reset/send",
           R"({"email":"d1@code.example","password_reset_url":"https://shop.example/reset"})");
  EXPECT_EQ(sent.status, 200) << sent.body;
}

TEST_F(WorkOsEmailCodes, AMalformedBodyIs422) {
  const std::string user = NewUser("b1@code.example");
  for (const auto& [path, body] : std::vector<std::pair<std::string, std::string>>{
           {"magic_auth", "{}"},
           {"magic_auth", R"({"email":"no address"})"},
           {"magic_auth", R"({"email":"b1@code.example","code":"000000"})"},
           {"password_reset", R"({"email":7})"},
           {"password_reset/confirm", R"({"token":"x"})"},
           {"users/" + user + "/email_verification/confirm", "{}"},
           {"users/" + user + "/email_change/send", "{}"}}) {
    const ClientAnswer refused = Post(path, body);
    EXPECT_EQ(refused.status, 422) << path << body << refused.body;
    EXPECT_EQ(Text(refused, "code"), "invalid_request_parameters");
  }
}

}  // namespace
}  // namespace bearward::app
