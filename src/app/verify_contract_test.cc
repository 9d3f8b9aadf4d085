// POST /v1/verify in the whole program: it accepts the tokens of each dialect.
#include "app/contract_fixture.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class Verify : public ContractFixture {
 protected:
  static ClientAnswer Ask(const std::string& token, const std::string& more = "",
                          const char* key = kProductionKey) {
    return Json(Method::kPost, "/v1/verify", R"({"token":)" + json::Quote(token) + more + "}",
                Bearer(key));
  }
  static std::string Outcome(const ClientAnswer& answer) {
    const bool allowed = Value(answer).Find("allowed")->AsBool().value();
    return allowed ? "allowed" : Text(answer, "reason");
  }
  static std::string TeleTrackerToken() {
    return Text(Json(Method::kPost, "/auth/login",
                     R"({"username":"ann","password":"correct horse battery staple"})"),
                "token");
  }
  static std::string WorkMobileToken() {
    return Form("/api/Account/Authenticate", "username=ann&password=correct+horse+battery+staple")
        .body;
  }
  static std::string WorkSpanToken(const std::string& id, const std::string& secret,
                                   ClientHeaders headers = {}) {
    return Text(Json(Method::kPost, "/oauth/token",
                     R"({"grant_type":"client_credentials","client_id":")" + id +
                         R"(","client_secret":")" + secret + R"("})",
                     std::move(headers)),
                "access_token");
  }
  static std::string WorkOsToken() {
    return Text(
        Json(Method::kPost, "/client/token",
             std::string(R"({"organization_id":")") + kAcme + R"(","user_id":")" + kAnn + R"("})",
             Bearer(kProductionKey)),
        "token");
  }
};

TEST_F(Verify, WhatEveryDialectHandsOutCanBeAskedAbout) {
  const std::string tokens[] = {
      TeleTrackerToken(),
      WorkMobileToken(),
      WorkOsToken(),
      WorkSpanToken("WS-ApplicationUser_report", "0123456789abcdef0123456789abcdef"),
      kAnnKey,
      kProductionKey,
  };
  for (const std::string& token : tokens) {
    for (int round = 0; round < 2; ++round) EXPECT_EQ(Outcome(Ask(token)), "allowed") << token;
    EXPECT_EQ(Outcome(Ask(token, "", kSandboxKey)), "wrong_environment") << token;
  }
}

TEST_F(Verify, TheNeedIsOfTheRoleThatTheTokenHas) {
  const std::string ann = TeleTrackerToken();
  EXPECT_EQ(Outcome(Ask(ann, R"(,"need":["forms:read","api:access"])")), "allowed");
  EXPECT_EQ(Outcome(Ask(ann, R"(,"need":["users:manage"])")), "missing_permission");
  EXPECT_EQ(Outcome(Ask(kProductionKey, R"(,"need":["users:manage"])")), "allowed");
  EXPECT_EQ(Outcome(Ask(ann, std::string(R"(,"organization":")") + kAcme + R"(")")), "allowed");
}

TEST_F(Verify, SigningOutIsSeenByTheVeryNextQuestion) {
  const std::string ann = TeleTrackerToken();
  ASSERT_EQ(Outcome(Ask(ann)), "allowed");
  const std::string session = Text(Get("/v1/whoami", Bearer(ann)), "session_id");
  ASSERT_EQ(Json(Method::kPost, "/v1/sessions/" + session + "/revoke", "{}", Bearer(ann)).status,
            200);
  EXPECT_EQ(Outcome(Ask(ann)), "revoked");
}

TEST_F(Verify, TheMetricsCountTheOutcomes) {
  (void)Ask("nothing that we know");
  EXPECT_THAT(Get("/metrics").body, HasSubstr("bearward_asked_total{outcome=\"malformed\"}"));
}

}  // namespace
}  // namespace bearward::app
