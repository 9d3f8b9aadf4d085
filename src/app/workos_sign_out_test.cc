// WorkOS' sign-out of a browser: GET /user_management/sessions/logout (contracts: WorkOS 4.2).
#include "app/contract_fixture.h"
#include "base/encode.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

constexpr const char* kBye = "https://app.example/bye";

class WorkOsSignOut : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    AddUri("https://app.example/callback", kProductionKey);
    AddUri(kBye, kProductionKey);
    AddUri("https://pr-*.app.example/bye", kProductionKey);
    Json(Method::kPost, "/user_management/users",
         R"({"email":"leaver@app.example","password":"a sign-in password"})",
         Bearer(kProductionKey));
  }
  static void AddUri(const std::string& uri, const char* key) {
    const ClientAnswer made = Json(Method::kPost, "/user_management/redirect_uris",
                                   R"({"uri":")" + uri + "\"}", Bearer(key));
    EXPECT_EQ(made.status, 201) << made.body;
  }
  static ClientAnswer SignIn() {
    const ClientAnswer who = Get("/v1/whoami", Bearer(kProductionKey));
    const std::string client = *Value(who).Find("environment")->Find("client_id")->AsString();
    const ClientAnswer answer =
        Json(Method::kPost, "/user_management/authenticate",
             R"({"client_id":")" + client + R"(","client_secret":")" + kProductionKey +
                 R"(","grant_type":"password","email":"leaver@app.example",)"
                 R"("password":"a sign-in password"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer;
  }
  static std::string SessionOf(const ClientAnswer& signed_in) {
    const std::string token = Text(signed_in, "access_token");
    const std::size_t first = token.find('.') + 1;
    const std::string claims =
        base::Base64UrlDecode(token.substr(first, token.rfind('.') - first)).value_or("{}");
    return *testing::Must(json::Parse(claims)).Find("sid")->AsString();
  }
  static ClientAnswer SignOut(const std::string& session, const std::string& return_to = {}) {
    std::string target = "/user_management/sessions/logout?session_id=" + session;
    if (!return_to.empty()) target += "&return_to=" + base::PercentEncode(return_to);
    return Get(target);
  }
  static int Whoami(const ClientAnswer& signed_in) {
    return Get("/v1/whoami", Bearer(Text(signed_in, "access_token"))).status;
  }
};

TEST_F(WorkOsSignOut, ABrowserEndsItsSessionAndReturns) {
  const ClientAnswer signed_in = SignIn();
  const ClientAnswer bystander = SignIn();
  ASSERT_EQ(Whoami(signed_in), 200);
  const std::string session = SessionOf(signed_in);
  const ClientAnswer answer = SignOut(session, kBye);
  ASSERT_EQ(answer.status, 302) << answer.body;
  EXPECT_EQ(answer.Header("Location"), kBye);
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  EXPECT_EQ(Whoami(signed_in), 401);
  EXPECT_EQ(Whoami(bystander), 200);
  const ClientAnswer events = Get("/v1/events?type=session.ended", Bearer(kProductionKey));
  EXPECT_THAT(events.body, HasSubstr(session)) << events.body;
}

TEST_F(WorkOsSignOut, TheDefaultIsTheDefaultRedirectUri) {
  const ClientAnswer answer = SignOut(SessionOf(SignIn()));
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.Header("Location"), "https://app.example/callback");
}

TEST_F(WorkOsSignOut, AWildcardOfTheEnvironmentIsAllowed) {
  EXPECT_EQ(SignOut(SessionOf(SignIn()), "https://pr-7.app.example/bye").status, 302);
}

TEST_F(WorkOsSignOut, ThereIsNoOpenRedirectAndNothingChanges) {
  const ClientAnswer signed_in = SignIn();
  const std::string session = SessionOf(signed_in);
  for (const char* return_to :
       {"https://evil.example/", "https://app.example/bye/../x", "https://app.example/bye?x",
        "https://app.example.evil.example/bye", "https://app.example@evil.example/bye",
        "//evil.example", "javascript:alert(1)", "https://pr-*.app.example/bye", "/bye", "%",
        "https://app.example/bye\r\nX: y"}) {
    const ClientAnswer answer = SignOut(session, return_to);
    EXPECT_EQ(answer.status, 422) << return_to;
    EXPECT_EQ(answer.Header("Location"), "") << return_to;
    EXPECT_THAT(Text(answer, "message"), HasSubstr("redirect_uris")) << return_to;
  }
  EXPECT_EQ(Whoami(signed_in), 200);
  EXPECT_EQ(SignOut(session, kBye).status, 302);
}

TEST_F(WorkOsSignOut, AnEndedAndAnUnknownSessionAnswerAlike) {
  const ClientAnswer signed_in = SignIn();
  const std::string session = SessionOf(signed_in);
  EXPECT_EQ(SignOut(session, kBye).status, 302);
  for (const std::string& id : {session, std::string("session_none"), std::string("x")}) {
    EXPECT_EQ(SignOut(id, kBye).Header("Location"), kBye) << id;
    EXPECT_EQ(SignOut(id, "https://evil.example/").status, 422) << id;
  }
}

// The ids of other sessions are in lists and events, and in no token that only the user has.
TEST_F(WorkOsSignOut, OtherSessionsDoNotEndByTheirId) {
  const ClientAnswer login =
      Json(Method::kPost, "/auth/login",
           R"({"username":"ann","password":")" + std::string(kAnnPassword) + "\"}");
  ASSERT_EQ(login.status, 200) << login.body;
  const ClientHeaders ann = Bearer(Text(login, "token"));
  const ClientAnswer sessions =
      Get("/user_management/users/" + std::string(kAnn) + "/sessions", Bearer(kProductionKey));
  const json::Value page = Value(sessions);
  const json::Value& newest = page.Find("data")->AsArray()->front();
  EXPECT_EQ(SignOut(*newest.Find("id")->AsString(), kBye).status, 302);
  EXPECT_EQ(Get("/v1/whoami", ann).status, 200);
}

TEST_F(WorkOsSignOut, TheRequestMustNameOneSession) {
  const std::string path = "/user_management/sessions/logout";
  EXPECT_EQ(Get(path).status, 422);
  EXPECT_EQ(Get(path + "?session_id=").status, 422);
  EXPECT_EQ(Get(path + "?session_id=a&session_id=b").status, 422);
}

class WorkOsSignOutWithoutRedirectUris : public ContractFixture {};

TEST_F(WorkOsSignOutWithoutRedirectUris, ThereIsNoPlaceToReturnTo) {
  const ClientAnswer answer = Get("/user_management/sessions/logout?session_id=session_x");
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(Text(answer, "message"), HasSubstr("redirect_uris"));
}

}  // namespace
}  // namespace bearward::app
