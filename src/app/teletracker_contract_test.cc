#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr const char* kUuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
constexpr const char* kAnnLogin =
    R"({"username":"ann@acme.example","password":"correct horse battery staple"})";

class TeleTracker : public ContractFixture {
 protected:
  static ClientAnswer LogIn(const std::string& more = "") {
    std::string body = kAnnLogin;
    body.insert(body.size() - 1, more);
    return Json(Method::kPost, "/auth/login", body);
  }
  static ClientAnswer Refresh(const std::string& token) {
    return Form("/auth/refresh", "refresh_token=" + token);
  }
  static std::int64_t AccountOf(const ClientHeaders& headers, const std::string& query = "") {
    const json::Value answer = Value(Get("/v1/whoami" + query, headers));
    const json::Value* organization = answer.Find("organization");
    return organization == nullptr ? -1 : organization->Find("number")->AsInt().value_or(-1);
  }
};

TEST_F(TeleTracker, LoginAnswersSevenFields) {
  const ClientAnswer answer = LogIn();
  ASSERT_EQ(answer.status, 200);
  const json::Value value = Value(answer);
  ASSERT_EQ(value.AsObject()->size(), 7U);
  EXPECT_EQ(value.Find("success")->AsBool(), true);
  for (const char* name : {"guid", "token", "refreshToken"}) {
    EXPECT_THAT(Text(answer, name), MatchesRegex(kUuid)) << name;
  }
  EXPECT_EQ(Number(answer, "tokenLifetime"), 3600);
  const auto bearer_until = base::ParseIso(Text(answer, "tokenExpiration"));
  const auto refresh_until = base::ParseIso(Text(answer, "refreshTokenExpiration"));
  EXPECT_THAT(Text(answer, "tokenExpiration"), HasSubstr("+00:00"));
  EXPECT_EQ(*refresh_until - *bearer_until, std::chrono::days(29));
}

TEST_F(TeleTracker, AllThreeBodyEncodingsWork) {
  EXPECT_EQ(Form("/auth/login", "username=ann&password=correct+horse+battery+staple").status, 200);
  const std::string multipart =
      "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nann\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" +
      std::string(kAnnPassword) + "\r\n--b--\r\n";
  EXPECT_EQ(Send(Method::kPost, "/auth/login",
                 {{"Content-Type", "multipart/form-data; boundary=b"}}, multipart)
                .status,
            200);
}

TEST_F(TeleTracker, AuthOnlyChecksThePasswordAndMakesNothing) {
  for (const char* flag : {R"(,"auth_only":1)", R"(,"auth_only":"1")"}) {
    const ClientAnswer answer = LogIn(flag);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(Value(answer).AsObject()->size(), 2U);
    EXPECT_THAT(Text(answer, "guid"), MatchesRegex(kUuid));
  }
  EXPECT_EQ(LogIn(R"(,"auth_only":2)").status, 400);
  EXPECT_EQ(Form("/auth/login", "username=gus&password=wrong&auth_only=1").status, 401);
}

TEST_F(TeleTracker, AccountIdChoosesTheAccountAndForeignOnesAre403) {
  EXPECT_EQ(AccountOf(Bearer(Text(LogIn(), "token"))), 28);
  EXPECT_EQ(AccountOf(Bearer(Text(LogIn(R"(,"account_id":29)"), "token"))), 29);
  EXPECT_EQ(AccountOf(Bearer(Text(LogIn(R"(,"account_id":"29")"), "token"))), 29);
  const ClientAnswer foreign = LogIn(R"(,"account_id":4711)");
  EXPECT_EQ(foreign.status, 403);
  EXPECT_THAT(foreign.body, HasSubstr(R"("code":"INVALID_ACCOUNT")"));
}

TEST_F(TeleTracker, ErrorsHaveTheirOneShape) {
  const ClientAnswer missing = Json(Method::kPost, "/auth/login", R"({"username":"ann"})");
  EXPECT_EQ(missing.status, 400);
  EXPECT_THAT(missing.body, HasSubstr(R"("success":false,"guid":")"));
  EXPECT_THAT(missing.body, HasSubstr(R"("missing":["password"])"));
  const ClientAnswer wrong =
      Json(Method::kPost, "/auth/login", R"({"username":"gus","password":"wrong"})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, HasSubstr(R"("code":"INVALID_CREDENTIALS")"));
  EXPECT_EQ(Get("/auth/login").status, 405);
  EXPECT_EQ(Get("/auth/nowhere").status, 404);
  EXPECT_THAT(Get("/auth/nowhere").body, HasSubstr(R"("success":false)"));
  EXPECT_EQ(Send(Method::kPost, "/auth/login", {{"Content-Type", "text/plain"}}, "x").status, 415);
}

TEST_F(TeleTracker, BothHeaderSpellingsWorkAndDifferentOnesAre401) {
  const std::string token = Text(LogIn(), "token");
  EXPECT_EQ(Get("/v1/whoami", {{"Authentication", "bearer " + token}}).status, 200);
  EXPECT_EQ(Get("/v1/whoami",
                {{"Authentication", "Bearer " + token}, {"Authorization", "Bearer " + token}})
                .status,
            200);
  EXPECT_EQ(Get("/v1/whoami", {{"Authentication", "Bearer " + token},
                               {"Authorization", "Bearer " + Text(LogIn(), "token")}})
                .status,
            401);
}

TEST_F(TeleTracker, RefreshRotatesBothAndTheOldBearerDies) {
  const ClientAnswer first = LogIn();
  clock_->Advance(std::chrono::minutes(50));
  const ClientAnswer second = Refresh(Text(first, "refreshToken"));
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(Value(second).AsObject()->size(), 7U);
  EXPECT_NE(Text(second, "token"), Text(first, "token"));
  EXPECT_NE(Text(second, "refreshToken"), Text(first, "refreshToken"));
  EXPECT_EQ(Number(second, "tokenLifetime"), 3600);
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(first, "token"))).status, 401);
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(second, "token"))).status, 200);
}

TEST_F(TeleTracker, RefreshTakesTheTokenByTheNameInTheAnswersToo) {
  const std::string token = Text(LogIn(), "refreshToken");
  const std::string field = R"("refreshToken":")" + token + "\"";
  const std::string both = "{" + field + R"(,"refresh_token":")" + token + R"("})";
  EXPECT_EQ(Json(Method::kPost, "/auth/refresh", both).status, 400) << "ambiguous";
  EXPECT_EQ(Json(Method::kPost, "/auth/refresh", R"({"refreshToken":""})").status, 400);
  EXPECT_EQ(Json(Method::kPost, "/auth/refresh", "{}").status, 400);
  EXPECT_EQ(Json(Method::kPost, "/auth/refresh", "{" + field + "}").status, 200);
}

TEST_F(TeleTracker, ReplayReturnsTheSamePairForTenSecondsAndThenEndsTheFamily) {
  const ClientAnswer first = LogIn();
  const ClientAnswer second = Refresh(Text(first, "refreshToken"));
  clock_->Advance(std::chrono::seconds(10));
  EXPECT_EQ(Text(Refresh(Text(first, "refreshToken")), "token"), Text(second, "token"));
  clock_->Advance(std::chrono::seconds(1));
  const ClientAnswer late = Refresh(Text(first, "refreshToken"));
  EXPECT_EQ(late.status, 401);
  EXPECT_THAT(late.body, HasSubstr(R"("code":"INVALID_REFRESH_TOKEN")"));
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(second, "token"))).status, 401);
  EXPECT_EQ(Refresh(Text(second, "refreshToken")).status, 401);
}

TEST_F(TeleTracker, BearerEndsToTheSecondOfItsExpiration) {
  const ClientAnswer answer = LogIn();
  const auto until = *base::ParseIso(Text(answer, "tokenExpiration"));
  clock_->Set(until - std::chrono::milliseconds(1));
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(answer, "token"))).status, 200);
  clock_->Set(until);
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(answer, "token"))).status, 401);
}

TEST_F(TeleTracker, MasqueradeSwitchesTheAccountAndEndsTheOldPair) {
  const ClientAnswer before = LogIn();
  const ClientAnswer after = Json(Method::kPost, "/auth/masquerade", R"({"account_id":29})",
                                  Bearer(Text(before, "token")));
  ASSERT_EQ(after.status, 200);
  EXPECT_EQ(AccountOf(Bearer(Text(after, "token"))), 29);
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(before, "token"))).status, 401);
  EXPECT_EQ(Refresh(Text(before, "refreshToken")).status, 401);
  EXPECT_EQ(Json(Method::kPost, "/auth/masquerade", R"({"account_id":4711})",
                 Bearer(Text(after, "token")))
                .status,
            403);
}

TEST_F(TeleTracker, LogoutKillsBothTokensByEitherMethod) {
  for (const Method method : {Method::kPost, Method::kDelete}) {
    const ClientAnswer pair = LogIn();
    EXPECT_EQ(Send(method, "/auth/logout", Bearer(Text(pair, "token"))).status, 200);
    EXPECT_EQ(Send(method, "/auth/logout", Bearer(Text(pair, "token"))).status, 401);
    EXPECT_EQ(Refresh(Text(pair, "refreshToken")).status, 401);
  }
}

// The account may be in the query, or in a body of any encoding as for every DELETE and POST.
TEST_F(TeleTracker, LogoutForAnotherAccountIs403AndEndsNothing) {
  const std::string token = Text(LogIn(), "token");
  for (const Method method : {Method::kPost, Method::kDelete}) {
    EXPECT_EQ(Send(method, "/auth/logout?account_id=29", Bearer(token)).status, 403);
    EXPECT_EQ(Json(method, "/auth/logout", R"({"account_id":29})", Bearer(token)).status, 403);
    ClientHeaders form = Bearer(token);
    form.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    EXPECT_EQ(Send(method, "/auth/logout", form, "account_id=29").status, 403);
  }
  EXPECT_EQ(Json(Method::kDelete, "/auth/logout", R"({"account_id":"28"})", Bearer(token)).status,
            200);
}

TEST_F(TeleTracker, ABearerIsOneAccountOnly) {
  const ClientHeaders bearer = Bearer(Text(LogIn(), "token"));
  EXPECT_EQ(Get("/v1/whoami?account_id=28", bearer).status, 200);
  EXPECT_EQ(Get("/v1/whoami?account_id=29", bearer).status, 403);
}

TEST_F(TeleTracker, BasicUsesTheHomeAccountUnlessTheRequestNamesAnother) {
  const ClientHeaders basic = Password("Basic", std::string("ann:") + kAnnPassword);
  EXPECT_EQ(AccountOf(basic), 28);
  EXPECT_EQ(AccountOf(basic, "?account_id=29"), 29);
  EXPECT_EQ(Get("/v1/whoami?account_id=4711", basic).status, 403);
  EXPECT_EQ(Get("/v1/whoami", Password("Basic", "gus:wrong")).status, 401);
}

TEST_F(TeleTracker, IntegratorNamesItsAccountEachTime) {
  Apply(R"([[users]]
username = "ivy"
password = "integrates many accounts"
integrator = true
memberships = [{ organization = "Acme" }, { organization = "Globex" }]
)");
  const ClientHeaders integrator = Password("Integrator", "ivy:integrates many accounts");
  EXPECT_EQ(AccountOf(integrator, "?account_id=29"), 29);
  EXPECT_EQ(Get("/v1/whoami", integrator).status, 400);
  EXPECT_EQ(Get("/v1/whoami?account_id=", integrator).status, 400);
  EXPECT_EQ(Get("/v1/whoami?account_id=4711", integrator).status, 403);
  // The scheme is for integrators only, and they may use no other.
  const std::string where = "/v1/whoami?account_id=28";
  EXPECT_EQ(Get(where, Password("Integrator", std::string("ann:") + kAnnPassword)).status, 401);
  EXPECT_EQ(Get(where, Password("Basic", "ivy:integrates many accounts")).status, 401);
  EXPECT_EQ(Get(where, integrator).status, 200);
  const std::string login = "username=ivy&password=integrates+many+accounts";
  const ClientAnswer no_account = Form("/auth/login", login);
  EXPECT_EQ(no_account.status, 400);
  EXPECT_THAT(no_account.body, ::testing::HasSubstr(R"("missing":["account_id"])"));
  EXPECT_EQ(Form("/auth/login", login + "&auth_only=1").status, 400);
  EXPECT_EQ(Form("/auth/login", login + "&account_id=29").status, 200);
}

}  // namespace
}  // namespace bearward::app
