// WorkOS' sign-in by a code that was sent by email (contracts: WorkOS 4.1).
#include "app/workos_sign_in_fixture.h"

namespace bearward::app {
namespace {

using model::EmailCodeKind;
using ::testing::HasSubstr;

class WorkOsSignInCodes : public WorkOsSignInFixture {
 protected:
  static ClientAnswer Verify(const ClientAnswer& pending, const std::string& code) {
    return Ask("urn:workos:oauth:grant-type:email-verification:code",
               R"("code":")" + code + R"(","pending_authentication_token":")" +
                   Text(pending, "pending_authentication_token") + '"');
  }
  static std::string SendMagic(const std::string& email) {
    return Text(Post("magic_auth", R"({"email":")" + email + "\"}"), "code");
  }
  static void Join(const std::string& user, const std::string& organization) {
    EXPECT_EQ(Post("organization_memberships",
                   R"({"user_id":")" + user + R"(","organization_id":")" + organization + "\"}")
                  .status,
              201);
  }
  static std::string Other(std::string code) {
    code[0] = code[0] == '0' ? '1' : '0';
    return code;
  }
};

TEST_F(WorkOsSignInCodes, ACodeOpensASessionOnce) {
  const std::string user = NewUser("s1@sign.example");
  Join(user, kAcme);
  const std::string code = SendMagic("s1@sign.example");
  const ClientAnswer answer = ByCode("S1@sign.example", code);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "authentication_method"), "MagicAuth");
  EXPECT_EQ(Text(answer, "organization_id"), kAcme);
  EXPECT_THAT(answer.body, HasSubstr(R"("email_verified":true)"));
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(answer, "access_token"))).status, 200);
  EXPECT_THAT(Get(kBase + "users/" + user + "/sessions", Key()).body,
              HasSubstr(R"("auth_method":"magic_code")"));
  EXPECT_THAT(Get("/events?limit=1&events=authentication.magic_auth_succeeded", Key()).body,
              HasSubstr(R"("data":{"type":"magic_auth","status":"succeeded","user_id":")" + user));
  const ClientAnswer again = ByCode("s1@sign.example", code);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(Text(again, "code"), "one_time_code_previously_used");
  const ClientAnswer refreshed =
      Ask("refresh_token", R"("refresh_token":")" + Text(answer, "refresh_token") + '"');
  EXPECT_EQ(Text(refreshed, "authentication_method"), "MagicAuth");
}

// Incident class D1.
TEST_F(WorkOsSignInCodes, AWrongCodeAndAnUnknownAddressAnswerAlike) {
  NewUser("s2@sign.example");
  const std::string code = SendMagic("s2@sign.example");
  const ClientAnswer unknown = ByCode("nobody@sign.example", "123456");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(Text(unknown, "code"), "invalid_one_time_code");
  for (int i = 0; i < 8; ++i) {
    const ClientAnswer wrong = ByCode("s2@sign.example", Other(code));
    EXPECT_EQ(wrong.status, unknown.status);
    EXPECT_EQ(wrong.body, unknown.body) << "also after too many attempts";
  }
  EXPECT_EQ(ByCode("s2@sign.example", code).body, unknown.body)
      << "the right code after too many attempts";
}

TEST_F(WorkOsSignInCodes, ACodeExpiresToTheMillisecond) {
  NewUser("s3@sign.example");
  const std::string late = SendMagic("s3@sign.example");
  clock_->Advance(std::chrono::minutes(10));
  EXPECT_EQ(Text(ByCode("s3@sign.example", late), "code"), "one_time_code_expired");
  const std::string code = SendMagic("s3@sign.example");
  clock_->Advance(std::chrono::minutes(10) - std::chrono::milliseconds(1));
  EXPECT_EQ(ByCode("s3@sign.example", code).status, 200);
}

// Incident class B4.
TEST_F(WorkOsSignInCodes, AnInactiveUserIsRefusedLikeAWrongCode) {
  const std::string user = NewUser("s4@sign.example");
  const std::string code = SendMagic("s4@sign.example");
  EXPECT_LT(Send(Method::kPost, "/v1/users/" + user + "/deactivate", Key()).status, 300);
  EXPECT_EQ(Text(ByCode("s4@sign.example", code), "code"), "invalid_one_time_code");
}

TEST_F(WorkOsSignInCodes, ACodeOfAnotherKindOrEnvironmentIsRefused) {
  const std::string user = NewUser("s5@sign.example");
  Post("users/" + user + "/email_verification/send", "{}");
  const std::string verification = NewestCode(user, EmailCodeKind::kEmailVerification);
  EXPECT_EQ(ByCode("s5@sign.example", verification).status, 400);
  const std::string foreign = Text(Json(Method::kPost, kBase + "magic_auth",
                                        R"({"email":"s5@sign.example"})", Bearer(kSandboxKey)),
                                   "code");
  EXPECT_EQ(ByCode("s5@sign.example", foreign).status, 400);
}

TEST_F(WorkOsSignInCodes, AUserOfSeveralOrganizationsChoosesOneAfterTheCode) {
  const std::string user = NewUser("s6@sign.example");
  const std::string second = NewOrganization("Second");
  Join(user, kAcme);
  Join(user, second);
  const ClientAnswer pending = ByCode("s6@sign.example", SendMagic("s6@sign.example"));
  EXPECT_EQ(pending.status, 403);
  const ClientAnswer chosen =
      Ask("urn:workos:oauth:grant-type:organization-selection",
          R"("pending_authentication_token":")" + Text(pending, "pending_authentication_token") +
              R"(","organization_id":")" + second + '"');
  ASSERT_EQ(chosen.status, 200) << chosen.body;
  EXPECT_EQ(Text(chosen, "authentication_method"), "MagicAuth");
}

TEST_F(WorkOsSignInCodes, AnUnverifiedAddressIsVerifiedDuringTheSignIn) {
  const std::string user = NewUser("s7@sign.example");
  const ClientAnswer pending = ByPassword("s7@sign.example");
  ASSERT_EQ(pending.status, 403) << pending.body;
  EXPECT_EQ(Text(pending, "code"), "email_verification_required");
  EXPECT_EQ(Text(pending, "email"), "s7@sign.example");
  EXPECT_EQ(
      Get(kBase + "email_verification/" + Text(pending, "email_verification_id"), Key()).status,
      200);
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  EXPECT_EQ(Text(Verify(pending, Other(code)), "code"), "invalid_one_time_code");
  const ClientAnswer answer = Verify(pending, code);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "authentication_method"), "Password");
  EXPECT_EQ(ByPassword("s7@sign.example").status, 200);
}

TEST_F(WorkOsSignInCodes, TooManyWrongVerificationCodesAnswerLikeTheRightOne) {
  const std::string user = NewUser("s10@sign.example");
  const ClientAnswer pending = ByPassword("s10@sign.example");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Text(Verify(pending, Other(code)), "code"), "invalid_one_time_code");
  }
  const ClientAnswer wrong = Verify(pending, Other(code));
  EXPECT_EQ(Text(wrong, "code"), "one_time_code_too_many_attempts");
  EXPECT_EQ(Verify(pending, code).body, wrong.body);
}

TEST_F(WorkOsSignInCodes, AVerifiedAddressNeedsNoCode) {
  NewUser("s8@sign.example", R"(,"email_verified":true)");
  EXPECT_EQ(ByPassword("s8@sign.example").status, 200);
}

TEST_F(WorkOsSignInCodes, APendingTokenIsOfOneStepAndBoundToThePassword) {
  const std::string user = NewUser("s9@sign.example");
  const ClientAnswer pending = ByPassword("s9@sign.example");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  const std::string token =
      R"("pending_authentication_token":")" + Text(pending, "pending_authentication_token");
  EXPECT_EQ(Text(Ask("urn:workos:oauth:grant-type:organization-selection",
                     token + R"(","organization_id":")" + kAcme + '"'),
                 "code"),
            "invalid_pending_authentication_token");
  clock_->Advance(std::chrono::seconds(1));
  Json(Method::kPut, kBase + "users/" + user, R"({"password":"another sign-in password"})", Key());
  EXPECT_EQ(Text(Verify(pending, code), "code"), "invalid_pending_authentication_token");
}

TEST_F(WorkOsSignInCodes, AWrongCodeIsAnEventOfTheVendor) {
  const std::string user = NewUser("f3@sign.example");
  const std::string code = SendMagic("f3@sign.example");
  EXPECT_EQ(ByCode("f3@sign.example", Other(code)).status, 400);
  testing::Must(core_->Tend());  // writes the refusal
  const std::string failed =
      Get("/events?limit=1&events=authentication.magic_auth_failed", Key()).body;
  EXPECT_THAT(failed, HasSubstr(R"("data":{"type":"magic_auth","status":"failed","user_id":")" +
                                user + '"'));
  EXPECT_THAT(Get("/events?limit=100&events=authentication.password_failed", Key()).body,
              Not(HasSubstr(user)));
}

TEST_F(WorkOsSignInCodes, AMalformedRequestIsInvalidRequest) {
  for (const char* members :
       {R"("email":"s1@sign.example")", R"("code":"123456")", R"("email":7,"code":"123456")"}) {
    const ClientAnswer refused = Ask("urn:workos:oauth:grant-type:magic-auth:code", members);
    EXPECT_EQ(refused.status, 400) << members;
    EXPECT_EQ(Text(refused, "error"), "invalid_request") << refused.body;
  }
  EXPECT_EQ(Json(Method::kPost, kBase + "authenticate",
                 R"({"client_id":")" + ClientId() +
                     R"(","grant_type":"urn:workos:oauth:grant-type:magic-auth:code",)"
                     R"("email":"s1@sign.example","code":"123456"})")
                .status,
            400)
      << "the client must send its secret";
}

}  // namespace
}  // namespace bearward::app
