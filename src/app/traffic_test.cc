// The counters that the console shows, over the whole program.
#include "app/contract_fixture.h"
#include "store/installation.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class Traffic : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.operators = "127.0.0.1:1";
    config.trusted_proxies = {"192.0.2.0/24"};  // the address of the gateway of these tests
    Start(config);
  }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  // CountOf returns the count of a kind and outcome, 0 if there is none.
  static std::int64_t CountOf(std::string_view what, std::string_view outcome) {
    const json::Value traffic = Value(Get("/v1/traffic", Key()));
    for (const json::Value& one : *traffic.Find("counts")->AsArray()) {
      if (*one.Find("what")->AsString() == what && *one.Find("outcome")->AsString() == outcome) {
        return one.Find("count")->AsInt().value();
      }
    }
    return 0;
  }
};

// The operators' listener has /metrics, so the console had no numbers.
TEST_F(Traffic, IsServedWhereTheOperatorsHaveTheMetrics) {
  EXPECT_EQ(Get("/metrics").status, 404);
  const ClientAnswer traffic = Get("/v1/traffic", Key());
  ASSERT_EQ(traffic.status, 200) << traffic.body;
  EXPECT_EQ(traffic.Header("Cache-Control"), "no-store");
  EXPECT_THAT(traffic.body, HasSubstr(R"("latency":[{"most_microseconds":50,"count":)"));
  EXPECT_THAT(traffic.body, HasSubstr(R"({"most_microseconds":null,"count":0}]})"));
}

TEST_F(Traffic, RequestsAndDecisionsAreCounted) {
  const std::int64_t refused = CountOf("credential", "deny");
  const std::int64_t failed = CountOf("request", "4xx");
  EXPECT_EQ(Get("/v1/whoami", Bearer("sk_test_9999999999999999999999999999")).status, 401);
  EXPECT_EQ(CountOf("request", "4xx"), failed + 1);
  EXPECT_EQ(CountOf("credential", "deny"), refused + 1);
}

TEST_F(Traffic, IsForCallersOfTheFirstEnvironment) {
  EXPECT_EQ(Get("/v1/traffic", {{"X-Api-Key", kAnnKey}}).status, 403);
  EXPECT_EQ(Get("/v1/traffic").status, 401);
}

// Regression: the console counted only the requests of the node that answered, since its start.
TEST_F(Traffic, SaysWhetherAGatewayHasEverLetARequestPass) {
  const auto used = [] { return Value(Get("/v1/traffic", Key())).Find("gateway_used")->AsBool(); };
  const auto ask = [](std::string key) {
    return Get("/gateway/nginx/forms", {{"X-Original-Method", "GET"},
                                        {"X-Original-URL", "http://api.acme.example/forms"},
                                        {"X-Api-Key", std::move(key)}})
        .status;
  };
  EXPECT_EQ(ask("5a1d7c0e-93f4-4e0a-8c55-6a2f1d3b7e91"), 401);
  testing::Must(core_->Tend());
  EXPECT_EQ(used(), false);
  EXPECT_EQ(ask(kAnnKey), 200);
  EXPECT_EQ(used(), true);
  testing::Must(core_->Tend());
  const auto stored = core_->store().Read(
      [](store::ReadTx& tx) { return store::FindFact(tx, store::kGatewayUsedFact); });
  EXPECT_TRUE(testing::Must(stored).has_value()) << "other nodes would not know it";
}

// Regression: the administrators of every environment read the counts of the whole installation.
TEST_F(Traffic, IsNotForCallersOfAnotherEnvironment) {
  const ClientAnswer refused = Get("/v1/traffic", Bearer(kSandboxKey));
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_EQ(Text(refused, "code"), "not_the_default_environment");
}

}  // namespace
}  // namespace bearward::app
