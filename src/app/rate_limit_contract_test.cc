// Rate limits in the whole program: every dialect refuses in its own shape with the same headers,
// and the counters report it.
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class RateLimitContract : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(R"(
[[organizations]]
name = "Tight"
number = 77
rate_limit = "3/3600s"
[[users]]
username = "tim"
password = "a tight long password"
memberships = [{ organization = "Tight", roles = ["planner"] }]
[[api_keys]]
user = "tim"
value = "0b1f7a52-94a7-4d5c-8a5e-6f1f3a3c2d10"
rate_limit = "1/3600s"
[[api_keys]]
environment = "production"
description = "limited"
value = "sk_test_2222222222222222222222222222"
rate_limit = "1/3600s"
[[applications]]
name = "Tight Link"
organization = "Acme"
access_profile = "ObjectRead"
client_id = "WS-ApplicationUser_tight"
client_secret = "0123456789abcdef0123456789abcdef"
rate_limit = "1/3600s monitor"
)");
  }
  static ClientHeaders Tim() {
    return Bearer(Text(Json(Method::kPost, "/auth/login",
                            R"({"username":"tim","password":"a tight long password"})"),
                       "token"));
  }
  static ClientHeaders Machine() {
    return Bearer(Text(Json(Method::kPost, "/oauth/token",
                            R"({"grant_type":"client_credentials",)"
                            R"("client_id":"WS-ApplicationUser_tight",)"
                            R"("client_secret":"0123456789abcdef0123456789abcdef"})"),
                       "access_token"));
  }
  static void ExpectRefused(const ClientAnswer& answer, const std::string& policy) {
    EXPECT_EQ(answer.status, 429) << answer.body;
    EXPECT_NE(answer.Header("Retry-After"), "");
    EXPECT_THAT(answer.Header("RateLimit"), HasSubstr("\"" + policy + "\";r=0;t="));
    EXPECT_THAT(answer.Header("RateLimit-Policy"), HasSubstr("\"" + policy + "\";q="));
    EXPECT_EQ(answer.Header("X-RateLimit-Remaining"), "0");
  }
};

// One test, because the limits are shared: each request uses permits that the next one lacks.
TEST_F(RateLimitContract, EveryDialectRefusesInItsOwnShape) {
  const ClientHeaders key{{"X-Api-Key", "0b1f7a52-94a7-4d5c-8a5e-6f1f3a3c2d10"}};
  EXPECT_EQ(Get("/api/Forms", key).status, 200);
  const ClientAnswer workmobile = Get("/api/Forms", key);
  ExpectRefused(workmobile, "key");
  EXPECT_EQ(workmobile.body, "Too many requests. Try again later.");
  EXPECT_EQ(workmobile.Header("WWW-Authenticate"), "");

  const ClientHeaders tim = Tim();  // a sign-in counts as well, and so did the key
  EXPECT_EQ(Get("/v1/whoami", tim).status, 200);
  const ClientAnswer ours = Get("/v1/whoami", tim);
  ExpectRefused(ours, "organization");
  EXPECT_EQ(Text(ours, "code"), "rate_limited");
  const ClientAnswer teletracker = Send(Method::kPost, "/auth/logout", tim);
  ExpectRefused(teletracker, "organization");
  EXPECT_EQ(*Value(teletracker).Find("error")->Find("code")->AsString(), "RATE_LIMITED");

  const ClientHeaders secret = Bearer("sk_test_2222222222222222222222222222");
  EXPECT_EQ(Get("/v1/whoami", secret).status, 200);
  const ClientAnswer workos = Json(Method::kPost, "/client/token", "{}", secret);
  ExpectRefused(workos, "key");
  EXPECT_EQ(workos.body, R"({"message":"Too many requests.","code":"rate_limit_exceeded"})");
  // The contract allows whole seconds only.
  EXPECT_EQ(workos.Header("Retry-After"), "3600");

  const ClientHeaders machine = Machine();  // takes the only permit of the monitored limit
  Apply(
      "[[organizations]]\nname = \"Acme\"\nid = \"org_01EHZNVPK3SFK441A1RGBFSHRT\"\n"
      "rate_limit = \"1/3600s\"\n");
  EXPECT_EQ(Get("/app/v1/object/194955/external_id", machine).Header("X-RateLimit-Limit"), "1");
  const ClientAnswer workspan = Get("/app/v1/object/194955/external_id", machine);
  ExpectRefused(workspan, "organization");
  EXPECT_EQ(Number(workspan, "statusCode"), 429);
  const ClientAnswer revoke = Send(Method::kDelete, "/oauth/token", machine);
  ExpectRefused(revoke, "organization");
  Apply(
      "[[organizations]]\nname = \"Acme\"\nid = \"org_01EHZNVPK3SFK441A1RGBFSHRT\"\n"
      "rate_limit = \"none\"\n");
  EXPECT_EQ(Get("/app/v1/object/194955/external_id", machine).Header("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(Send(Method::kDelete, "/oauth/token", machine).status, 200);

  const std::string metrics = Get("/metrics").body;
  for (const char* line : {"# TYPE bearward_rate_limited_total counter",
                           R"(bearward_rate_limited_total{scope="key",mode="enforce"} 2)",
                           R"(bearward_rate_limited_total{scope="organization",mode="enforce"} 4)",
                           R"(bearward_rate_limited_total{scope="client",mode="enforce"} 0)",
                           R"(bearward_rate_limited_total{scope="client",mode="monitor"} 3)"}) {
    EXPECT_THAT(metrics, HasSubstr(line));
  }
}

}  // namespace
}  // namespace bearward::app
