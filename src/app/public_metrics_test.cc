// Whose names the metrics contain (incident class I2).
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MetricsOfPolicies : public ContractFixture {
 protected:
  static void StartWith(const std::string& operators) {
    Config config;
    config.operators = operators;
    config.trusted_proxies = {"192.0.2.0/24"};
    Start(std::move(config));
  }
  // Pass lets a gateway ask once; the policy is one of the environment production.
  static void Pass() {
    const ClientAnswer answer =
        Get("/gateway/nginx/forms", {{"X-Api-Key", kAnnKey},
                                     {"X-Original-Method", "GET"},
                                     {"X-Original-URL", "http://api.acme.example/forms"}});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
};

class PublicMetrics : public MetricsOfPolicies {
 protected:
  static void SetUpTestSuite() { StartWith("off"); }
};

// Regression: everyone could read the names of all environments and policies.
TEST_F(PublicMetrics, NameNoEnvironmentAndNoPolicy) {
  Pass();
  const ClientAnswer metrics = Get("/metrics");
  ASSERT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body, HasSubstr("bearward_policy_decisions_total{environment=\"other\","
                                      "policy=\"other\",decision=\"allow\"} 1\n"));
  EXPECT_THAT(metrics.body, Not(HasSubstr("environment=\"production\"")));
  EXPECT_THAT(metrics.body, Not(HasSubstr("policy=\"forms\"")));
}

class OperatorMetrics : public MetricsOfPolicies {
 protected:
  static void SetUpTestSuite() { StartWith("127.0.0.1:1"); }
};

TEST_F(OperatorMetrics, CountTheDecisionsOfEachPolicy) {
  testing::Must(core_->OpenOperatorDoor());
  Pass();
  const ClientAnswer metrics = testing::DoorClient(core_->operator_door()).Get("/metrics");
  EXPECT_THAT(metrics.body, HasSubstr("bearward_policy_decisions_total{environment=\"production\","
                                      "policy=\"forms\",decision=\"allow\"} 1\n"));
}

}  // namespace
}  // namespace bearward::app
