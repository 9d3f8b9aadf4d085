// WorkOS' links that sign users in (contracts: WorkOS 4.14).
#include "app/email_code_fixture.h"

namespace bearward::app {
namespace {

using model::EmailCodeKind;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

const std::string kSessions = "/passwordless/sessions";
constexpr std::string_view kBack = "https://app.example.com/back";

class WorkOsPasswordless : public EmailCodeFixture {
 protected:
  static void SetUpTestSuite() {
    Start({});
    const std::string uri = R"({"uri":")" + std::string(kBack) + "\"}";
    EXPECT_EQ(Json(Method::kPost, "/user_management/redirect_uris", uri, Key()).status, 201);
  }

  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Post(const std::string& path, const std::string& body) {
    return Json(Method::kPost, path, body, Key());
  }
  static ClientAnswer Make(const std::string& email, const std::string& more = {}) {
    return Post(kSessions, R"({"type":"MagicLink","email":")" + email + '"' + more + "}");
  }
  // CodeOf returns the code in the link of a new session.
  static std::string CodeOf(const ClientAnswer& made) {
    const std::string link = Text(made, "link");
    const auto start = link.find("code=");
    EXPECT_NE(start, std::string::npos) << made.status << made.body;
    return start == std::string::npos ? ""
                                      : link.substr(start + 5, link.find('&', start) - start - 5);
  }
  static std::string ClientId(const char* key = kProductionKey) {
    return *Value(Get("/v1/whoami", Bearer(key)))
                .Find("environment")
                ->Find("client_id")
                ->AsString();
  }
  static ClientAnswer Exchange(const std::string& code, const std::string& more = {},
                               const char* key = kProductionKey) {
    return Json(Method::kPost, "/user_management/authenticate",
                R"({"client_id":")" + ClientId(key) + R"(","client_secret":")" + key +
                    R"(","grant_type":"authorization_code","code":")" + code + '"' + more + "}");
  }
  static void ExpectRefused(const ClientAnswer& answer) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(Text(answer, "error"), "invalid_grant");
  }
  static std::string NewUser(const std::string& email) {
    return Text(Post("/user_management/users", R"({"email":")" + email + "\"}"), "id");
  }
};

TEST_F(WorkOsPasswordless, ALinkLeadsToTheRedirectUriWithACodeThatOpensASessionOnce) {
  const std::string user = NewUser("p1@link.example");
  const ClientAnswer made = Make("P1@link.example", R"(,"state":"a b&c=d")");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Text(made, "object"), "passwordless_session");
  EXPECT_EQ(Text(made, "email"), "p1@link.example");
  EXPECT_THAT(Text(made, "id"), StartsWith("passwordless_session_"));
  EXPECT_THAT(
      Text(made, "link"),
      MatchesRegex("https://app.example.com/back\\?code=[0-9A-Za-z]{25}&state=a%20b%26c%3Dd"));
  const std::string code = CodeOf(made);
  const ClientAnswer answer = Exchange(code);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "authentication_method"), "MagicAuth");
  EXPECT_THAT(answer.body, HasSubstr(R"("email_verified":true)"));
  EXPECT_THAT(answer.body, HasSubstr(user));
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(answer, "access_token"))).status, 200);
  ExpectRefused(Exchange(code));
}

TEST_F(WorkOsPasswordless, ARedirectUriMayHaveAQuery) {
  const std::string uri = "https://app.example.com/query?tenant=1";
  EXPECT_EQ(Post("/user_management/redirect_uris", R"({"uri":")" + uri + "\"}").status, 201);
  EXPECT_THAT(Text(Make("p14@link.example", R"(,"redirect_uri":")" + uri + '"'), "link"),
              StartsWith(uri + "&code="));
}

// Incident class D1.
TEST_F(WorkOsPasswordless, AnUnknownAddressIsAnsweredLikeAKnownOneAndBecomesAUser) {
  NewUser("p2@link.example");
  const ClientAnswer known = Make("p2@link.example");
  const ClientAnswer unknown = Make("p3@link.example");
  EXPECT_EQ(unknown.status, known.status);
  EXPECT_EQ(unknown.body.size(), known.body.size());
  EXPECT_EQ(Exchange(CodeOf(unknown)).status, 200);
}

TEST_F(WorkOsPasswordless, ALinkLivesAsLongAsAsked) {
  const std::string early = CodeOf(Make("p4@link.example"));
  clock_->Advance(std::chrono::minutes(15));
  ExpectRefused(Exchange(early));
  const std::string code = CodeOf(Make("p4@link.example", R"(,"expires_in":86400)"));
  clock_->Advance(std::chrono::hours(24) - std::chrono::milliseconds(1));
  EXPECT_EQ(Exchange(code).status, 200);
}

TEST_F(WorkOsPasswordless, OnlyTheNewestLinkOfAnAddressIsAccepted) {
  const std::string first = CodeOf(Make("p5@link.example"));
  clock_->Advance(std::chrono::milliseconds(1));
  const std::string second = CodeOf(Make("p5@link.example"));
  ExpectRefused(Exchange(first));
  EXPECT_EQ(Exchange(second).status, 200);
}

// Incident class B4.
TEST_F(WorkOsPasswordless, ALinkOfAnInactiveUserOrOfAFormerAddressIsRefused) {
  const std::string inactive = NewUser("p6@link.example");
  const std::string code = CodeOf(Make("p6@link.example"));
  EXPECT_LT(Send(Method::kPost, "/v1/users/" + inactive + "/deactivate", Key()).status, 300);
  ExpectRefused(Exchange(code));
  const std::string moved = NewUser("p7@link.example");
  const std::string former = CodeOf(Make("p7@link.example"));
  Json(Method::kPut, "/user_management/users/" + moved, R"({"email":"p8@link.example"})", Key());
  ExpectRefused(Exchange(former));
}

TEST_F(WorkOsPasswordless, ACodeOfAnotherEnvironmentKindOrClientIsRefused) {
  const std::string user = NewUser("p9@link.example");
  const std::string code = CodeOf(Make("p9@link.example"));
  ExpectRefused(Exchange(code, "", kSandboxKey));
  const ClientAnswer reset =
      Post("/user_management/password_reset", R"({"email":"p9@link.example"})");
  ExpectRefused(Exchange(Text(reset, "password_reset_token")));
  ExpectRefused(
      Exchange(code, R"(,"code_verifier":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")"));
  EXPECT_EQ(Exchange(code).status, 200) << "the refusals have not used the code";
}

// A link must lead only where the owner of the environment allows it: an open redirect would hand
// the code to a stranger (incident class C1).
TEST_F(WorkOsPasswordless, ALinkLeadsOnlyToARegisteredRedirectUri) {
  const ClientAnswer foreign =
      Make("p10@link.example", R"(,"redirect_uri":"https://evil.example.com/back")");
  EXPECT_EQ(foreign.status, 422) << foreign.body;
  const ClientAnswer longer =
      Make("p10@link.example", R"(,"redirect_uri":"https://app.example.com/back/more")");
  EXPECT_EQ(longer.status, 422);
  const ClientAnswer none =
      Json(Method::kPost, kSessions, R"({"type":"MagicLink","email":"p10@link.example"})",
           Bearer(kSandboxKey));
  EXPECT_EQ(none.status, 422);
  EXPECT_THAT(none.body, HasSubstr("default redirect URI"));
}

TEST_F(WorkOsPasswordless, AMalformedRequestIsRefused) {
  for (const char* body :
       {R"({"email":"p11@link.example"})", R"({"type":"Password","email":"p11@link.example"})",
        R"({"type":"MagicLink"})", R"({"type":"MagicLink","email":"no address"})",
        R"({"type":"MagicLink","email":"p11@link.example","expires_in":899})",
        R"({"type":"MagicLink","email":"p11@link.example","expires_in":86401})",
        R"({"type":"MagicLink","email":"p11@link.example","user_id":"user_1"})",
        R"({"type":"MagicLink","email":"p11@link.example","state":1})"}) {
    EXPECT_EQ(Post(kSessions, body).status, 422) << body;
  }
  EXPECT_EQ(Make("p11@link.example", R"(,"state":")" + std::string(257, 's') + '"').status, 422);
  EXPECT_EQ(Exchange("").status, 400);
}

TEST_F(WorkOsPasswordless, ALinkIsSentAtMostOnceAMinute) {
  const std::string path = kSessions + "/" + Text(Make("p12@link.example"), "id") + "/send";
  clock_->Advance(std::chrono::milliseconds(1));
  const ClientAnswer sent = Post(path, "{}");
  EXPECT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(sent.body, R"({"success":true})");
  EXPECT_EQ(Post(path, "{}").status, 429);
  clock_->Advance(std::chrono::minutes(1));
  EXPECT_EQ(Post(path, "{}").status, 200);
}

TEST_F(WorkOsPasswordless, AUsedOrUnknownLinkOrOneOfAnotherEnvironmentIsNotSent) {
  const ClientAnswer made = Make("p13@link.example");
  const std::string path = kSessions + "/" + Text(made, "id") + "/send";
  EXPECT_EQ(Json(Method::kPost, path, "{}", Bearer(kSandboxKey)).status, 404);
  EXPECT_EQ(Exchange(CodeOf(made)).status, 200);
  EXPECT_EQ(Post(path, "{}").status, 404);
  const ClientAnswer magic = Post("/user_management/magic_auth", R"({"email":"p13@link.example"})");
  EXPECT_EQ(Post(kSessions + "/" + Text(magic, "id") + "/send", "{}").status, 404);
}

}  // namespace
}  // namespace bearward::app
