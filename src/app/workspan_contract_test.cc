#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::StartsWith;

constexpr const char* kDeal = "/app/v1/object/WS-Project_deal";

class WorkSpan : public ContractFixture {
 protected:
  static std::string Credentials(const std::string& id, const std::string& secret) {
    return R"({"grant_type":"client_credentials","client_id":"WS-ApplicationUser_)" + id +
           R"(","client_secret":")" + secret + R"("})";
  }
  static ClientAnswer TokenOf(const std::string& body, ClientHeaders headers = {}) {
    return Json(Method::kPost, "/oauth/token", body, std::move(headers));
  }
  static std::string Reader() {
    return Text(TokenOf(Credentials("report", "0123456789abcdef0123456789abcdef")), "access_token");
  }
  static std::string Linker() {
    return Text(TokenOf(Credentials("link", "fedcba9876543210fedcba9876543210")), "access_token");
  }
  static std::string Viewer() {
    return Text(TokenOf(Credentials("globex", "00112233445566778899aabbccddeeff")), "access_token");
  }
  static ClientAnswer Link(const std::string& token, const std::string& object,
                           const std::string& body) {
    return Json(Method::kPatch, object + "/external_id", body, Bearer(token));
  }
};

TEST_F(WorkSpan, TokenAnswerIsTheDocumentedOne) {
  const ClientAnswer answer = TokenOf(Credentials("report", "0123456789abcdef0123456789abcdef"));
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(Value(answer).AsObject()->size(), 4U);
  EXPECT_THAT(Text(answer, "access_token"), StartsWith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
  EXPECT_EQ(Text(answer, "token_type"), "Bearer");
  EXPECT_EQ(Number(answer, "expires_in"), 863999);
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
}

TEST_F(WorkSpan, FormOfTheConnectorWithItsExtraFieldsIsTaken) {
  const ClientAnswer answer =
      Form("/oauth/token?x-ws-env=demo.workspan.com",
           "client_id=WS-ApplicationUser_sandbox&client_secret=ffeeddccbbaa99887766554433221100"
           "&code=dummy&redirect_uri=https%3A%2F%2Fexample.org&grant_type=client_credentials"
           "&refresh_token_type=dummy&operation=token");
  EXPECT_EQ(answer.status, 200);
}

TEST_F(WorkSpan, EnvironmentsShareNothing) {
  const std::string body = Credentials("sandbox", "ffeeddccbbaa99887766554433221100");
  EXPECT_EQ(TokenOf(body).status, 400);
  const ClientHeaders sandbox = {{"x-ws-env", "demo.workspan.com"}};
  const std::string token = Text(TokenOf(body, sandbox), "access_token");
  ClientHeaders there = Bearer(token);
  there.emplace_back("X-WS-Env", "demo.workspan.com");
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", there).status, 200);
  ClientHeaders here = Bearer(token);
  here.emplace_back("x-ws-env", "production");
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", here).status, 401);
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(token)).status, 401)
      << "a request that names no environment means the default one";
}

TEST_F(WorkSpan, UnknownOrAmbiguousEnvironmentIs400) {
  const std::string body = Credentials("report", "0123456789abcdef0123456789abcdef");
  const ClientAnswer unknown = TokenOf(body, {{"x-ws-env", "nowhere.workspan.com"}});
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(Text(unknown, "error"), "invalid_request");
  EXPECT_EQ(TokenOf(body, {{"x-ws-env", "production"}, {"x-ws-env", "demo.workspan.com"}}).status,
            400);
  EXPECT_EQ(TokenOf(body, {{"x-ws-env", "app.workspan.com"}}).status, 200);
}

TEST_F(WorkSpan, TokenErrorsAre400WithAnOauthCode) {
  const ClientAnswer wrong = TokenOf(Credentials("report", "wrong"));
  const ClientAnswer unknown = TokenOf(Credentials("nobody", "wrong"));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(Text(wrong, "error"), "invalid_client");
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(Text(TokenOf(R"({"client_id":"x"})"), "error"), "invalid_request");
  EXPECT_EQ(Text(TokenOf(R"({"grant_type":"password"})"), "error"), "unsupported_grant_type");
  EXPECT_EQ(Text(TokenOf(R"({"grant_type":)"), "error"), "invalid_request");
}

TEST_F(WorkSpan, TokenErrorsAre400ForAnyMediaType) {
  const std::string body = Credentials("report", "0123456789abcdef0123456789abcdef");
  for (const std::string type : {"text/plain", "application/xml", "multipart/form-data", "?"}) {
    const ClientAnswer answer = Send(Method::kPost, "/oauth/token", {{"Content-Type", type}}, body);
    EXPECT_EQ(answer.status, 400) << type;
    EXPECT_EQ(Text(answer, "error"), "invalid_request") << type;
  }
  EXPECT_EQ(Send(Method::kPost, "/oauth/token", {}, body).status, 400);
  EXPECT_EQ(TokenOf(body).status, 200);
}

TEST_F(WorkSpan, RefreshReturnsANewPairAndOnlyOnce) {
  const ClientAnswer first = TokenOf(Credentials("report", "0123456789abcdef0123456789abcdef"));
  const std::string body =
      R"({"grant_type":"refresh_token","refresh_token":")" + Text(first, "refresh_token") + R"("})";
  clock_->Advance(std::chrono::minutes(1));
  const ClientAnswer second = TokenOf(body);
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(Text(first, "access_token"))).status,
            401);
  clock_->Advance(std::chrono::minutes(1));
  EXPECT_EQ(Text(TokenOf(body), "error"), "invalid_grant");
}

TEST_F(WorkSpan, AnAccessTokenAndItsRefreshTokenExpireTogetherAfterTenDays) {
  const ClientAnswer pair = TokenOf(Credentials("report", "0123456789abcdef0123456789abcdef"));
  const std::string refresh =
      R"({"grant_type":"refresh_token","refresh_token":")" + Text(pair, "refresh_token") + R"("})";
  const ClientHeaders bearer = Bearer(Text(pair, "access_token"));
  clock_->Advance(std::chrono::seconds(Number(pair, "expires_in") - 1));
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", bearer).status, 200);
  clock_->Advance(std::chrono::seconds(2));
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", bearer).status, 401);
  EXPECT_EQ(Text(TokenOf(refresh), "error"), "invalid_grant");
  EXPECT_EQ(Send(Method::kDelete, "/oauth/token", bearer).status, 403);
}

TEST_F(WorkSpan, ARefreshTokenIsNoAccessToken) {
  const ClientAnswer pair = TokenOf(Credentials("report", "0123456789abcdef0123456789abcdef"));
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(Text(pair, "refresh_token"))).status,
            401);
}

TEST_F(WorkSpan, TheSchemeIsReadInAnyCaseAndTheSubscriptionKeyIsTolerated) {
  const std::string target = std::string(kDeal) + "/external_id?subscription-key=unknown";
  const ClientHeaders headers = {{"Authorization", "bearer " + Reader()},
                                 {"Ocp-Apim-Subscription-Key", "unknown"}};
  EXPECT_EQ(Get(target, headers).status, 200);
}

TEST_F(WorkSpan, IdsInThePathMayBePercentEncoded) {
  EXPECT_EQ(
      Text(Get("/app/v1/object/WS%2DProject%5Fdeal/external_id", Bearer(Reader())), "object_id"),
      "WS-Project_deal");
}

// Regression: the message did not say which field, and the body has no other member for it.
TEST_F(WorkSpan, TheMessageNamesTheFieldsThatAreMissingOrWrong) {
  const auto message = [](const std::string& body) {
    return Text(Json(Method::kPatch, std::string(kDeal) + "/audit", body, Bearer(Linker())),
                "message");
  };
  EXPECT_EQ(message(R"({"status_code":""})"),
            "`field_name`, `status_code`, `message` are required.");
  EXPECT_EQ(message(R"({"field_name":5,"status_code":"LINKED","message":"m"})"),
            "`field_name` must be a string.");
  EXPECT_EQ(
      Text(TokenOf(R"({"grant_type":"client_credentials","client_id":"x"})"), "error_description"),
      "`client_secret` is required.");
}

TEST_F(WorkSpan, RevokingAnswersEmptyAndASecondTime403) {
  const std::string token = Reader();
  const ClientAnswer revoked = Send(Method::kDelete, "/oauth/token", Bearer(token));
  EXPECT_EQ(revoked.status, 200);
  EXPECT_EQ(revoked.body, "");
  EXPECT_EQ(Send(Method::kDelete, "/oauth/token", Bearer(token)).status, 403);
  EXPECT_EQ(Send(Method::kDelete, "/oauth/token", Bearer("unknown")).status, 403);
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(token)).status, 401);
}

// Incident class C1: the authorization step must redirect only to registered URLs.
TEST_F(WorkSpan, AuthorizeSendsOnlyToTheRegisteredPlaces) {
  const std::string target = "/oauth/authorize?response_type=code&state=a%20b&redirect_uri=";
  const ClientAnswer sent = Get(target + "https%3A%2F%2Fglobal.consent.azure-apim.net%2Fredirect");
  EXPECT_EQ(sent.status, 302);
  EXPECT_EQ(sent.Header("Location"),
            "https://global.consent.azure-apim.net/redirect?code=dummy&state=a%20b");
  for (const char* elsewhere :
       {"https%3A%2F%2Fevil.example", "https%3A%2F%2Fglobal.consent.azure-apim.net%2Fredirect%2F",
        "https%3A%2F%2Fglobal.consent.azure-apim.net%40evil.example%2Fredirect",
        "https%3A%2F%2FGLOBAL.consent.azure-apim.net%2Fredirect", "%2F%2Fevil.example", ""}) {
    const ClientAnswer refused = Get(target + elsewhere);
    EXPECT_EQ(refused.status, 400) << elsewhere;
    EXPECT_EQ(refused.Header("Location"), "") << elsewhere;
  }
}

// The vendor documents these parameters as a form in the body of the GET request.
TEST_F(WorkSpan, AuthorizeReadsAForm) {
  const auto ask = [](const std::string& target, const std::string& form) {
    return Send(Method::kGet, target, {{"Content-Type", "application/x-www-form-urlencoded"}},
                form);
  };
  const std::string place = "redirect_uri=https%3A%2F%2Fglobal.consent.azure-apim.net%2Fredirect";
  const ClientAnswer sent = ask("/oauth/authorize", "response_type=code&state=a+b&" + place);
  EXPECT_EQ(sent.status, 302);
  EXPECT_EQ(sent.Header("Location"),
            "https://global.consent.azure-apim.net/redirect?code=dummy&state=a%20b");
  EXPECT_EQ(ask("/oauth/authorize?" + place, "response_type=code").status, 302);
  EXPECT_EQ(ask("/oauth/authorize?" + place, "response_type=code&" + place).status, 400);
  EXPECT_EQ(ask("/oauth/authorize", "response_type=code&redirect_uri=https%3A%2F%2Fevil").status,
            400);
}

TEST_F(WorkSpan, PredefinedAccessTypesNeedNoDescription) {
  Apply(R"([[applications]]
name = "Dynamics"
organization = "Acme"
client_id = "WS-ApplicationUser_dynamics"
client_secret = "00112233445566778899aabbccddeeff"
access_profile = "Object Dynamics_Read"
[[applications]]
name = "Offers"
organization = "Acme"
client_id = "WS-ApplicationUser_offers"
client_secret = "00112233445566778899aabbccddeeff"
access_profile = "MARKETPLACE_ACTIONS"
)");
  const std::string secret = "00112233445566778899aabbccddeeff";
  const std::string dynamics = Text(TokenOf(Credentials("dynamics", secret)), "access_token");
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(dynamics)).status, 200);
  EXPECT_EQ(Link(dynamics, kDeal, R"({"external_id":"CRM-9"})").status, 200);
  const std::string offers = Text(TokenOf(Credentials("offers", secret)), "access_token");
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(offers)).status, 403);
}

TEST_F(WorkSpan, LinkingUsesTheDefaultFieldOfTheKind) {
  EXPECT_EQ(Link(Linker(), kDeal, R"({"external_id":"CRM-7"})").body,
            R"({"object_id":"WS-Project_deal","external_id":"CRM-7",)"
            R"("field_name":"sales_details.crm_opportunity_id"})");
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(Reader())).body,
            R"({"object_id":"WS-Project_deal","external_ids":[{"external_id":"CRM-7",)"
            R"("field_name":"sales_details.crm_opportunity_id"}]})");
}

TEST_F(WorkSpan, ProfileAndLevelAreBothAsked) {
  const std::string body = R"({"external_id":"CRM-8"})";
  EXPECT_EQ(Link(Reader(), kDeal, body).status, 403) << "the profile has no link";
  EXPECT_EQ(Link(Viewer(), kDeal, body).status, 403) << "a viewer may not edit";
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(Viewer())).status, 200);
}

TEST_F(WorkSpan, ForeignAndMissingObjectsAnswerAlike) {
  const ClientAnswer foreign =
      Get("/app/v1/object/WS-Project_private/external_id", Bearer(Linker()));
  const ClientAnswer missing = Get("/app/v1/object/WS-Project_none/external_id", Bearer(Linker()));
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.body, R"({"statusCode":404,"message":"No such object."})");
  EXPECT_EQ(foreign.body, missing.body);
  EXPECT_EQ(foreign.headers.size(), missing.headers.size());
}

TEST_F(WorkSpan, AuditTakesTheDocumentedFieldAndCodesOnly) {
  const auto audit = [](const std::string& field, const std::string& code) {
    return Json(
        Method::kPatch, std::string(kDeal) + "/audit",
        R"({"field_name":")" + field + R"(","status_code":")" + code + R"(","message":"done"})",
        Bearer(Linker()));
  };
  EXPECT_EQ(audit("partner_center.integration_status", "LINKED").body,
            R"({"object_id":"WS-Project_deal","field_name":"partner_center.integration_status",)"
            R"("status_code":"LINKED"})");
  EXPECT_EQ(audit("partner_center.integration_status", "DONE").status, 400);
  EXPECT_EQ(audit("stage", "LINKED").status, 400);
}

TEST_F(WorkSpan, SecretResetKillsTheOldSecretAndTheLiveTokens) {
  Apply(
      "[[applications]]\nname = \"Reset me\"\norganization = \"Acme\"\n"
      "access_profile = \"ObjectRead\"\nclient_id = \"WS-ApplicationUser_reset\"\n"
      "client_secret = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n");
  const std::string body = Credentials("reset", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  const std::string token = Text(TokenOf(body), "access_token");
  const json::Value self = Value(Get("/v1/whoami", Bearer(token)));
  const std::string id = *self.Find("subject")->Find("id")->AsString();
  const ClientAnswer reset =
      Send(Method::kPost, "/v1/applications/" + id + "/reset_secret", Bearer(kProductionKey));
  EXPECT_THAT(reset.status, ::testing::AnyOf(200, 201));
  EXPECT_EQ(TokenOf(body).status, 400);
  EXPECT_EQ(Get(std::string(kDeal) + "/external_id", Bearer(token)).status, 401);
}

}  // namespace
}  // namespace bearward::app
