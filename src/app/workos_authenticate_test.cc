// WorkOS' sign-in by API: password, choice of an organization, refresh (contracts:
// WorkOS 4.1, 4.2).
#include "app/contract_fixture.h"
#include "base/encode.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kPath = "/user_management/authenticate";

class WorkOsAuthenticate : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static std::string ClientId() {
    static const std::string id =
        *Value(Get("/v1/whoami", Key())).Find("environment")->Find("client_id")->AsString();
    return id;
  }
  static std::string NewUser(const std::string& email) {
    return Text(Json(Method::kPost, "/user_management/users",
                     R"({"email":")" + email + R"(","password":"a sign-in password"})", Key()),
                "id");
  }
  static std::string NewOrganization(const std::string& name) {
    return Text(Json(Method::kPost, "/organizations", R"({"name":")" + name + R"("})", Key()),
                "id");
  }
  static void Join(const std::string& user, const std::string& organization,
                   const std::string& role = "planner") {
    const ClientAnswer joined = Json(Method::kPost, "/user_management/organization_memberships",
                                     R"({"user_id":")" + user + R"(","organization_id":")" +
                                         organization + R"(","role_slug":")" + role + R"("})",
                                     Key());
    EXPECT_EQ(joined.status, 201) << joined.body;
  }
  // Ask sends a request of the client with its secret.
  static ClientAnswer Ask(const std::string& members, const std::string& secret = kProductionKey) {
    return Json(Method::kPost, kPath,
                R"({"client_id":")" + ClientId() + R"(","client_secret":")" + secret + R"(",)" +
                    members + "}");
  }
  // FailedEvents returns the events of refused sign-ins, the newest first.
  static std::string FailedEvents(const std::string& name, int limit = 1) {
    testing::Must(core_->Tend());  // writes the refusals
    return Get("/events?limit=" + std::to_string(limit) + "&events=" + name, Bearer(kProductionKey))
        .body;
  }
  static ClientAnswer SignIn(const std::string& email,
                             const std::string& password = "a sign-in password") {
    return Ask(R"("grant_type":"password","email":")" + email + R"(","password":")" + password +
               R"(","user_agent":"Mozilla/5.0","ip_address":"198.51.100.42")");
  }
  static ClientAnswer Choose(const ClientAnswer& pending, const std::string& organization) {
    return Ask(R"("grant_type":"urn:workos:oauth:grant-type:organization-selection",)"
               R"("pending_authentication_token":")" +
               Text(pending, "pending_authentication_token") + R"(","organization_id":")" +
               organization + '"');
  }
  // Refresh is sent by a public client, without a secret.
  static ClientAnswer Refresh(const ClientAnswer& answer, const std::string& more = {}) {
    return Json(Method::kPost, kPath,
                R"({"client_id":")" + ClientId() + R"(","grant_type":"refresh_token",)" +
                    R"("refresh_token":")" + Text(answer, "refresh_token") + '"' + more + "}");
  }
  static int Whoami(const ClientAnswer& answer) {
    return Get("/v1/whoami", Bearer(Text(answer, "access_token"))).status;
  }
  static std::string Claims(const ClientAnswer& answer) {
    const std::string token = Text(answer, "access_token");
    const std::size_t first = token.find('.');
    const std::size_t last = token.rfind('.');
    return base::Base64UrlDecode(token.substr(first + 1, last - first - 1)).value_or("");
  }
};

TEST_F(WorkOsAuthenticate, APasswordOpensASessionInTheOnlyOrganization) {
  const std::string user = NewUser("a1@auth.example");
  Join(user, kAcme);
  const ClientAnswer answer = SignIn("A1@auth.example");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "organization_id"), kAcme);
  EXPECT_EQ(Text(answer, "authentication_method"), "Password");
  EXPECT_EQ(*Value(answer).Find("user")->Find("id")->AsString(), user);
  EXPECT_TRUE(Value(answer).Find("user")->Find("last_sign_in_at")->IsString());
  EXPECT_EQ(Whoami(answer), 200);
  EXPECT_THAT(Claims(answer),
              MatchesRegex(R"(\{"iss":"[^"]*","sub":")" + user +
                           R"(","sid":"session_[^"]*","jti":"[0-9A-Z]{26}","org_id":")" + kAcme +
                           R"(","client_id":"[^"]*","role":"planner","roles":\["planner"],)"
                           R"("permissions":\[.*],"iat":[0-9]*,"exp":[0-9]*})"));
  const ClientAnswer sessions = Get("/user_management/users/" + user + "/sessions", Key());
  EXPECT_THAT(sessions.body, HasSubstr(R"("ip_address":"198.51.100.42",)"
                                       R"("user_agent":"Mozilla/5.0","auth_method":"password")"));
}

TEST_F(WorkOsAuthenticate, AUserOfNoOrganizationSignsInToNone) {
  NewUser("a2@auth.example");
  const ClientAnswer answer = SignIn("a2@auth.example");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Value(answer).Find("organization_id"), nullptr);
  EXPECT_THAT(Claims(answer), Not(HasSubstr("org_id")));
  EXPECT_EQ(Whoami(answer), 200);
  EXPECT_EQ(Whoami(Refresh(answer)), 200);
  EXPECT_EQ(Get("/v1/policies", Bearer(Text(answer, "access_token"))).status, 401);
}

TEST_F(WorkOsAuthenticate, ARefusedSignInIsAnEventOfTheVendor) {
  const std::string user = NewUser("f1@auth.example");
  SignIn("f1@auth.example", "a wrong password");
  const std::string failed = FailedEvents("authentication.password_failed");
  EXPECT_THAT(failed, HasSubstr(R"("event":"authentication.password_failed")"));
  EXPECT_THAT(failed, HasSubstr(R"("data":{"type":"password","status":"failed","user_id":")" +
                                user + R"(","email":"f1@auth.example","ip_address":)"));
  EXPECT_THAT(failed, HasSubstr(R"("error":{"code":"invalid_credentials")"));
  EXPECT_THAT(FailedEvents("authentication.magic_auth_failed"), Not(HasSubstr(user)));
}

TEST_F(WorkOsAuthenticate, ASignInIsAnEventOfTheVendorBesideItsSession) {
  const std::string user = NewUser("s1@auth.example");
  const ClientAnswer signed_in = SignIn("s1@auth.example");
  const std::string wanted =
      R"("data":{"type":"password","status":"succeeded","user_id":")" + user +
      R"(","email":"s1@auth.example","ip_address":"198.51.100.42","user_agent":"Mozilla/5.0"})";
  const auto newest = [](const std::string& name) {
    return Get("/events?limit=1&events=" + name, Bearer(kProductionKey)).body;
  };
  EXPECT_THAT(newest("authentication.password_succeeded"), HasSubstr(wanted));
  EXPECT_THAT(newest("session.created"), HasSubstr(R"("user_id":")" + user));
  EXPECT_EQ(Refresh(signed_in).status, 200);
  EXPECT_THAT(newest("authentication.password_succeeded"), HasSubstr(wanted))
      << "a refresh is no sign-in";
  EXPECT_THAT(newest("authentication.magic_auth_succeeded"), Not(HasSubstr(user)));
}

// A throttled sign-in, and one of a client with a wrong secret, may be one by password or by code.
TEST_F(WorkOsAuthenticate, ARefusalThatNamesNoMethodIsNoEventOfTheVendor) {
  NewUser("f2@auth.example");
  for (int failures = 0; SignIn("f2@auth.example", "a wrong password").status != 429; ++failures) {
    ASSERT_LT(failures, 100);
  }
  EXPECT_EQ(Text(Ask(R"("grant_type":"password","email":"f2@auth.example","password":"x")", "x"),
                 "error"),
            "invalid_client");
  const std::string failed = FailedEvents("authentication.password_failed", 100);
  EXPECT_THAT(failed, HasSubstr(R"("code":"invalid_credentials")"));
  EXPECT_THAT(failed, Not(HasSubstr(R"("code":"too_many_)")));
  EXPECT_THAT(failed, Not(HasSubstr(R"("code":"rate_limited")")));
  EXPECT_THAT(failed, Not(HasSubstr(R"("code":"invalid_client")")));
  EXPECT_THAT(FailedEvents("authentication.magic_auth_failed", 100),
              Not(HasSubstr("f2@auth.example")));
}

// People type passwords into the wrong field.
TEST_F(WorkOsAuthenticate, AnUnknownNameIsInNoEvent) {
  SignIn("typed@auth.example", "a wrong password");
  const std::string failed = FailedEvents("authentication.password_failed");
  EXPECT_THAT(failed, HasSubstr(R"("user_id":null,"email":null)"));
  EXPECT_THAT(failed, Not(HasSubstr("typed@auth.example")));
}

// Incident class D1.
TEST_F(WorkOsAuthenticate, AWrongPasswordAndAnUnknownAddressAnswerAlike) {
  NewUser("a3@auth.example");
  const ClientAnswer wrong = SignIn("a3@auth.example", "a wrong password");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(Text(wrong, "code"), "invalid_credentials");
  const ClientAnswer unknown = SignIn("nobody@auth.example");
  EXPECT_EQ(unknown.status, wrong.status);
  EXPECT_EQ(unknown.body, wrong.body);
}

TEST_F(WorkOsAuthenticate, TheSecretIsAKeyOfTheEnvironmentOfTheClient) {
  NewUser("a4@auth.example");
  const std::string members =
      R"("grant_type":"password","email":"a4@auth.example","password":"a sign-in password")";
  for (const char* secret : {kSandboxKey, kAnnKey, "sk_test_nobody_has_this_key", "x"}) {
    const ClientAnswer refused = Ask(members, secret);
    EXPECT_EQ(refused.status, 400) << secret;
    EXPECT_EQ(Text(refused, "error"), "invalid_client") << secret;
  }
  EXPECT_EQ(Ask(members).status, 200);
  const ClientAnswer foreign = Json(Method::kPost, kPath,
                                    R"({"client_id":"client_unknown","client_secret":")" +
                                        std::string(kProductionKey) + R"(",)" + members + "}");
  EXPECT_EQ(Text(foreign, "error"), "invalid_client");
}

// A public client with a wrong id has no fault of its refresh token.
TEST_F(WorkOsAuthenticate, AWrongClientIsInvalidClientInARefreshToo) {
  NewUser("r1@auth.example");
  const std::string token = Text(SignIn("r1@auth.example"), "refresh_token");
  for (const char* client : {"client_unknown", "client_01E4ZCR3C56J083X43JQXF3JK5", "unknown"}) {
    const ClientAnswer refused =
        Json(Method::kPost, kPath,
             R"({"grant_type":"refresh_token","client_id":")" + std::string(client) +
                 R"(","refresh_token":")" + token + R"("})");
    EXPECT_EQ(refused.status, 400) << client;
    EXPECT_EQ(Text(refused, "error"), "invalid_client") << client;
  }
  EXPECT_EQ(Ask(R"("grant_type":"refresh_token","refresh_token":")" + token + '"').status, 200)
      << "the token is unspent";
}

TEST_F(WorkOsAuthenticate, AMalformedRequestIsInvalidRequest) {
  for (const char* members :
       {R"("email":"a@b.example")", R"("grant_type":"magic")", R"("grant_type":"password")",
        R"("grant_type":"password","email":7,"password":"x")", R"("grant_type":"refresh_token")"}) {
    const ClientAnswer refused = Ask(members);
    EXPECT_EQ(refused.status, 400) << members;
    EXPECT_EQ(Text(refused, "error"), "invalid_request") << refused.body;
  }
  const ClientAnswer form =
      Form(kPath, "client_id=" + ClientId() + "&grant_type=refresh_token&refresh_token=x");
  EXPECT_EQ(form.status, 400);
  EXPECT_EQ(Text(form, "error"), "invalid_grant");
}

TEST_F(WorkOsAuthenticate, AUserOfSeveralOrganizationsChoosesOne) {
  const std::string user = NewUser("a5@auth.example");
  const std::string first = NewOrganization("First choice");
  const std::string second = NewOrganization("Second choice");
  const std::string foreign = NewOrganization("No choice");
  Join(user, first);
  Join(user, second, "api");
  const ClientAnswer pending = SignIn("a5@auth.example");
  EXPECT_EQ(pending.status, 403);
  EXPECT_EQ(Text(pending, "code"), "organization_selection_required");
  EXPECT_THAT(pending.body,
              HasSubstr(R"("organizations":[{"id":")" + first + R"(","name":"First choice"},)" +
                        R"({"id":")" + second + R"(","name":"Second choice"}])"));
  const ClientAnswer refused = Choose(pending, foreign);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Text(refused, "error"), "organization_membership_not_found");
  const ClientAnswer chosen = Choose(pending, second);
  ASSERT_EQ(chosen.status, 200) << chosen.body;
  EXPECT_EQ(Text(chosen, "organization_id"), second);
  EXPECT_EQ(Whoami(chosen), 200);
}

TEST_F(WorkOsAuthenticate, AChoiceEndsAfterTenMinutesAndWithThePassword) {
  const std::string user = NewUser("a6@auth.example");
  const std::string other = NewOrganization("Other choice");
  Join(user, kAcme);
  Join(user, other);
  const ClientAnswer pending = SignIn("a6@auth.example");
  clock_->Advance(std::chrono::minutes(10));
  const ClientAnswer late = Choose(pending, other);
  EXPECT_EQ(late.status, 400);
  EXPECT_EQ(Text(late, "code"), "invalid_pending_authentication_token");
  const ClientAnswer again = SignIn("a6@auth.example");
  EXPECT_EQ(Choose(again, other).status, 200);
  clock_->Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Json(Method::kPut, "/user_management/users/" + user,
                 R"({"password":"another sign-in one"})", Key())
                .status,
            200);
  EXPECT_EQ(Text(Choose(again, other), "code"), "invalid_pending_authentication_token");
}

TEST_F(WorkOsAuthenticate, ARefreshRotatesBothTokens) {
  Join(NewUser("a7@auth.example"), kAcme);
  const ClientAnswer first = SignIn("a7@auth.example");
  const ClientAnswer second = Refresh(first);
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_NE(Text(second, "refresh_token"), Text(first, "refresh_token"));
  EXPECT_EQ(Refresh(first).body, second.body) << "a lost response";
  EXPECT_EQ(Whoami(second), 200);
  EXPECT_EQ(Whoami(first), 401);
  clock_->Advance(std::chrono::seconds(11));
  const ClientAnswer reused = Refresh(first);
  EXPECT_EQ(reused.status, 400);
  EXPECT_EQ(reused.body,
            R"({"error":"invalid_grant","error_description":"Invalid refresh token."})");
  EXPECT_EQ(Whoami(second), 401) << "a reuse ends the session";
}

TEST_F(WorkOsAuthenticate, ARefreshSwitchesToAnotherOrganizationOfTheUser) {
  const std::string user = NewUser("a8@auth.example");
  const std::string other = NewOrganization("Switched");
  const std::string foreign = NewOrganization("Not switched");
  Join(user, other, "api");
  const ClientAnswer first = SignIn("a8@auth.example");
  Join(user, kAcme);
  const ClientAnswer refused = Refresh(first, R"(,"organization_id":")" + foreign + '"');
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Text(refused, "error"), "organization_membership_not_found");
  const ClientAnswer moved = Refresh(first, R"(,"organization_id":")" + std::string(kAcme) + '"');
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(Text(moved, "organization_id"), kAcme);
  EXPECT_THAT(Claims(moved), HasSubstr(R"("roles":["planner"])"));
  EXPECT_EQ(Text(Refresh(moved), "organization_id"), kAcme);
}

// Incident class B4.
TEST_F(WorkOsAuthenticate, ADeactivatedMembershipEndsTheSession) {
  const std::string user = NewUser("a9@auth.example");
  Join(user, kAcme);
  const ClientAnswer answer = SignIn("a9@auth.example");
  const json::Value list =
      Value(Get("/user_management/organization_memberships?user_id=" + user, Key()));
  const std::string id = *list.Find("data")->AsArray()->front().Find("id")->AsString();
  EXPECT_EQ(Whoami(answer), 200);
  EXPECT_EQ(
      Send(Method::kPut, "/user_management/organization_memberships/" + id + "/deactivate", Key())
          .status,
      200);
  EXPECT_EQ(Whoami(answer), 401);
  EXPECT_EQ(Refresh(answer).status, 400);
}

}  // namespace
}  // namespace bearward::app
