#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class WorkMobile : public ContractFixture {
 protected:
  static std::string SignIn() {
    return Json(Method::kPost, "/api/Account/Authenticate",
                R"({"username":"ann","password":"correct horse battery staple"})")
        .body;
  }
  static ClientHeaders Key(const std::string& key) { return {{"X-Api-Key", key}}; }
};

TEST_F(WorkMobile, RootIsOpenUnderBothBasesInAnyCase) {
  for (const char* path : {"/api", "/API", "/webapi2/api", "/WebApi2/Api"}) {
    const ClientAnswer answer = Get(path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(Text(answer, "name"), "Bearward") << path;
  }
}

TEST_F(WorkMobile, AuthenticateTakesJsonAndFormsWithAliasesInAnyCase) {
  const std::string password = kAnnPassword;
  for (const char* name : {"username", "userName", "UserName", "login", "email"}) {
    const auto answer =
        Json(Method::kPost, "/api/Account/Authenticate",
             "{\"" + std::string(name) + "\":\"ann\",\"Password\":\"" + password + "\"}");
    EXPECT_EQ(answer.status, 200) << name;
    EXPECT_THAT(answer.body, StartsWith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")) << name;
  }
  const auto form = Form("/webapi2/api/account/authenticate",
                         "username=ann%40acme.example&password=correct+horse+battery+staple");
  EXPECT_EQ(form.status, 200);
}

TEST_F(WorkMobile, TokenIsRawTextUnlessJsonIsAskedFor) {
  EXPECT_THAT(SignIn(), StartsWith("eyJ"));
  const auto quoted = Json(Method::kPost, "/api/Account/Authenticate",
                           R"({"username":"ann","password":"correct horse battery staple"})",
                           {{"Accept", "application/json"}});
  EXPECT_THAT(quoted.body, StartsWith("\"eyJ"));
}

TEST_F(WorkMobile, WrongPasswordAndUnknownUserAnswerAlike) {
  const auto wrong =
      Json(Method::kPost, "/api/Account/Authenticate", R"({"username":"gus","password":"not it"})");
  const auto unknown = Json(Method::kPost, "/api/Account/Authenticate",
                            R"({"username":"nobody","password":"not it"})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(wrong.headers.size(), unknown.headers.size());
}

TEST_F(WorkMobile, MalformedSignInsAreAClear400Or415) {
  const char* const path = "/api/Account/Authenticate";
  EXPECT_EQ(Json(Method::kPost, path, R"({"username":"ann"})").status, 400);
  EXPECT_EQ(Json(Method::kPost, path, R"({"username":1,"password":"x"})").status, 400);
  EXPECT_EQ(Json(Method::kPost, path, R"({"username":"ann","USERNAME":"bob"})").status, 400);
  EXPECT_EQ(Json(Method::kPost, path, R"({"username":"ann","username":"ann"})").status, 400);
  EXPECT_EQ(Json(Method::kPost, path, R"({"username":"ann")").status, 400);
  EXPECT_EQ(Send(Method::kPost, path, {{"Content-Type", "text/xml"}}, "<a/>").status, 415);
  const auto get = Get(path);
  EXPECT_EQ(get.status, 405);
  EXPECT_EQ(get.Header("Allow"), "POST");
}

TEST_F(WorkMobile, AccountIsCamelCaseWithAnIntegerCustomer) {
  const auto answer = Get("/api/account", Bearer(SignIn()));
  EXPECT_EQ(answer.body,
            R"({"email":"ann@acme.example","customerId":28,"firstName":"Ann","lastName":"Lee",)"
            R"("jobTitle":"Planner"})");
}

TEST_F(WorkMobile, FormsHaveTheDocumentedNamesAndMixedTypes) {
  const auto answer = Get("/api/Forms", Bearer(SignIn()));
  ASSERT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body,
              HasSubstr(R"({"UserFormId":194955,"Name":"Weekly Timesheet",)"
                        R"("Description":"Timesheet Form","Live":true,"MobileVisible":true,)"
                        R"("LocationAware":false,"AutoUpload":false,"SaveToDrafts":"0",)"
                        R"("Subform":"0","LastUpload":null,"Created":")"));
  const auto form = Get("/api/forms/194955", Bearer(SignIn()));
  EXPECT_THAT(form.body, StartsWith(R"({"CustomerId":28,"FormId":194955,)"));
  EXPECT_EQ(Get("/api/Forms/1", Bearer(SignIn())).status, 404);
  EXPECT_EQ(Get("/api/Forms/x", Bearer(SignIn())).status, 400);
}

TEST_F(WorkMobile, FormsAreThoseThatThisLoginSees) {
  Apply(
      "[[roles]]\nslug = \"reader\"\npermissions = [\"api:access\", \"forms:read\"]\n"
      "[[users]]\nusername = \"rita\"\npassword = \"a rather long password\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"reader\"] }]\n");
  const auto token = Json(Method::kPost, "/api/Account/Authenticate",
                          R"({"username":"rita","password":"a rather long password"})")
                         .body;
  EXPECT_THAT(Get("/api/Forms", Bearer(SignIn())).body, HasSubstr("Weekly Timesheet"));
  const auto answer = Get("/api/Forms", Bearer(token));
  EXPECT_THAT(answer.body, HasSubstr("Site Survey"));
  EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("Weekly Timesheet")));
  EXPECT_EQ(Get("/api/Forms/194955", Bearer(token)).status, 404);
}

TEST_F(WorkMobile, ApiKeyIsABareGuidOfAnyCase) {
  EXPECT_EQ(Get("/api/Forms", Key(kAnnKey)).status, 200);
  EXPECT_EQ(Get("/api/Forms", {{"x-api-KEY", "3F0C8D1E-5A77-4B53-9D6E-0C2F7A1B9E44"}}).status, 200);
  EXPECT_EQ(Get("/api/Forms", Key("{" + std::string(kAnnKey) + "}")).status, 401);
  EXPECT_EQ(Get("/api/Forms", Key("Bearer " + std::string(kAnnKey))).status, 401);
  EXPECT_EQ(Get("/api/Forms", Bearer(kAnnKey)).status, 401);
}

TEST_F(WorkMobile, BothCredentialsAtOnceAreRefusedWhicheverIsGood) {
  ClientHeaders both = Bearer(SignIn());
  both.emplace_back("X-Api-Key", kAnnKey);
  EXPECT_EQ(Get("/api/Forms", both).status, 401);
}

TEST_F(WorkMobile, LoginWithoutTheApiPermissionGets401) {
  const auto token = Json(Method::kPost, "/api/Account/Authenticate",
                          R"({"username":"gus","password":"another long password"})")
                         .body;
  const auto answer = Get("/api/Forms", Bearer(token));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.Header("WWW-Authenticate"),
            R"(Bearer realm="workmobile", error="insufficient_scope")");
}

TEST_F(WorkMobile, DeactivatedLoginIsRefusedAtOnceThoughItsTokenLives) {
  Apply(
      "[[users]]\nusername = \"leaver\"\npassword = \"leaver leaves\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"planner\"] }]\n");
  const auto token = Json(Method::kPost, "/api/Account/Authenticate",
                          R"({"username":"leaver","password":"leaver leaves"})")
                         .body;
  ASSERT_EQ(Get("/api/Forms", Bearer(token)).status, 200);
  Apply("[[users]]\nusername = \"leaver\"\nactive = false\n");
  EXPECT_EQ(Get("/api/Forms", Bearer(token)).status, 401);
}

TEST_F(WorkMobile, TokenLivesTwentyFourHoursAndTheLeewayButNoSecondMore) {
  const std::string token = SignIn();
  clock_->Advance(std::chrono::hours(24) + std::chrono::seconds(59));
  EXPECT_EQ(Get("/api/account", Bearer(token)).status, 200);
  clock_->Advance(std::chrono::seconds(1));
  EXPECT_EQ(Get("/api/account", Bearer(token)).status, 401);
}

}  // namespace
}  // namespace bearward::app
