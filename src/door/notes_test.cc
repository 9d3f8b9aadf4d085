// What a door notes about each request: its id, the log line, the metrics.
#include "door/stage_fixture.h"

namespace bearward::door {
namespace {

using http::Method;
using testing::ClientAnswer;
using ::testing::HasSubstr;

TEST_F(Stage, TheRequestIdIsTheClientsOrIsMadeWhereItIsOwed) {
  EXPECT_EQ(Get("/open").Header("X-Request-Id"), "");
  EXPECT_EQ(Get("/open", {{"X-Request-Id", "a.B_9-"}}).Header("X-Request-Id"), "a.B_9-");
  for (const std::string& bad : {std::string("a b"), std::string("a\"b"), std::string(129, 'a')}) {
    EXPECT_EQ(Get("/open", {{"X-Request-Id", bad}}).Header("X-Request-Id"), "");
  }
  const std::string made = Get("/loud").Header("X-Request-Id");
  EXPECT_EQ(base::CanonicalUuid(made), made);
  EXPECT_NE(Get("/loud").Header("X-Request-Id"), made);
  const ClientAnswer error = Get("/fail");
  EXPECT_THAT(error.body, HasSubstr(error.Header("X-Request-Id")));
  EXPECT_EQ(error.Header("X-Content-Type-Options"), "nosniff");
}

TEST_F(Stage, TheRequestLineSaysWhoAskedWhatAndHowItEnded) {
  log_.clear();
  Get("/forms/7?token=hidden",
      {{"Authorization", ann_token_}, {"X-Request-Id", "r-1"}, {"User-Agent", "curl"}});
  EXPECT_EQ(log_, R"({"time":"2031-05-06T07:08:09.123Z","level":"info","msg":"request",)"
                  R"("request_id":"r-1","method":"GET","path":"/forms/7",)"
                  R"("route":"GET /forms/{id}","status":200,"duration_us":0,"bytes":)" +
                      std::to_string((ann_.text + " in " + ours_.text).size()) +
                      R"(,"dialect":"plain","environment":")" + ours_.text +
                      R"(","organization":")" + organization_.text + R"(","subject":")" +
                      ann_.text +
                      R"(","credential_kind":"reference_token",)"
                      R"("credential":")" +
                      ann_session_ +
                      R"(","peer":"192.0.2.7"})"
                      "\n");
  log_.clear();
  Get("/forms/7", {{"Authorization", bob_token_}, {"X-Request-Id", "r-2"}});
  EXPECT_THAT(log_, HasSubstr(R"("status":403)"));
  EXPECT_THAT(log_, HasSubstr(R"("reason":"missing_permission")"));
}

TEST_F(Stage, TheLineOfASlowRequestIsAWarningAlsoWhenRequestsAreNotLogged) {
  logger_.SetThreshold(observe::Level::kWarn);
  log_.clear();
  Get("/wait?short");
  EXPECT_EQ(log_, "");
  Get("/wait?long");
  EXPECT_THAT(log_, HasSubstr(R"("level":"warn","msg":"request")"));
  EXPECT_THAT(log_, HasSubstr(R"("path":"/wait")"));
  EXPECT_THAT(log_, HasSubstr(R"("duration_us":500000)"));
}

// Incident class H1: a log once contained whole Authorization headers.
TEST_F(Stage, NoSecretReachesTheLogOnAnyPath) {
  const std::string canary = "c4n4ry";
  const std::vector<testing::ClientHeaders> presented = {
      {{"Authorization", "Bearer " + canary}},
      {{"Authorization", "Bearer " + canary + " x"}},
      {{"Authorization", Basic("ann", canary)}},
      {{"Authorization", "Basic " + canary}},
      {{"Authorization", canary}},
      {{"X-Api-Key", canary}},
      {{"Authorization", "Bearer " + canary}, {"X-Api-Key", canary}},
      {{"Cookie", canary}, {"X-Request-Id", canary + "!"}}};
  for (const Route& route : door_->routes()) {
    if (route.operation.starts_with("block")) continue;
    for (const auto& headers : presented) {
      client_->Send(route.method, route.pattern + "?access_token=" + canary, headers, canary);
    }
  }
  for (const auto& headers : presented) Get("/nowhere?x=" + canary, headers);
  for (const Method method : {Method::kGet, Method::kPost, Method::kOptions, Method::kOther}) {
    client_->Send(method, "/secret/" + canary, {}, "");
  }
  EXPECT_THAT(log_, ::testing::Not(HasSubstr(canary)));
  EXPECT_THAT(log_, ::testing::Not(HasSubstr(base::Base64Encode("ann:" + canary))));
  EXPECT_THAT(log_, HasSubstr("malformed_credential"));
  EXPECT_THAT(log_, HasSubstr(R"("method":"POST","path":"/secret/{token}","status":405)"));
}

TEST_F(Stage, RequestsAndVerdictsAreCounted) {
  Get("/inline", {{"Authorization", ann_token_}});
  Get("/inline");
  Get("/nowhere");
  Get("/inline", {{"Authorization", "Bearer 3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"}});
  const std::string text = registry_.Render();
  for (const std::string_view line :
       {R"(bearward_http_requests_total{dialect="plain",status_class="2xx"} 1)",
        R"(bearward_http_requests_total{dialect="plain",status_class="4xx"} 3)",
        R"(bearward_http_requests_total{dialect="named",status_class="4xx"} 0)",
        R"(bearward_verify_total{result="allow"} 1)", R"(bearward_verify_total{result="deny"} 1)",
        R"(bearward_verify_total{result="unknown"} 0)",
        R"(bearward_request_duration_seconds_count 4)", R"(bearward_pool_queue{pool="worker"} 0)",
        R"(bearward_pool_refused_total{pool="hash"} 0)"}) {
    EXPECT_THAT(text, HasSubstr(std::string(line) + "\n"));
  }
}

}  // namespace
}  // namespace bearward::door
