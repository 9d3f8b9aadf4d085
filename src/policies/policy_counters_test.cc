#include "policies/policy_counters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace bearward::policies {
namespace {

using enum GatewayDecision;

double ValueOf(const observe::Registry& metrics, const observe::Labels& labels) {
  for (const auto& reading : metrics.Read()) {
    if (reading.name == "bearward_policy_decisions_total" && reading.labels == labels) {
      return reading.value;
    }
  }
  return -1;
}

std::set<std::string> PoliciesIn(const observe::Registry& metrics) {
  std::set<std::string> policies;
  for (const auto& reading : metrics.Read()) policies.insert(reading.labels.at(1).second);
  return policies;
}

TEST(PolicyCounters, EachPolicyOfEachEnvironmentHasItsOwnCounts) {
  observe::Registry metrics;
  PolicyCounters counters(metrics);
  counters.Of("production", "api").Add(kAllow);
  counters.Of("production", "api").Add(kAllow);
  counters.Of("staging", "api").Add(kDenied);
  const auto of = [&](const char* environment, const char* decision) {
    return ValueOf(metrics,
                   {{"environment", environment}, {"policy", "api"}, {"decision", decision}});
  };
  EXPECT_EQ(of("production", "allow"), 2);
  EXPECT_EQ(of("production", "denied"), 0) << "a series exists before its first decision";
  EXPECT_EQ(of("staging", "allow"), 0);
  EXPECT_EQ(of("staging", "denied"), 1);
}

TEST(PolicyCounters, PoliciesAboveTheBoundCountAsOther) {
  observe::Registry metrics;
  PolicyCounters counters(metrics);
  const std::size_t most = PolicyCounters::kMostPolicies;
  for (std::size_t i = 0; i < most + 2; ++i) {
    counters.Of("production", "p" + std::to_string(i)).Add(kAllow);
  }
  const std::set<std::string> policies = PoliciesIn(metrics);
  EXPECT_EQ(policies.size(), most + 1);
  EXPECT_TRUE(policies.contains("p" + std::to_string(most - 1)));
  EXPECT_FALSE(policies.contains("p" + std::to_string(most)));
  EXPECT_EQ(
      ValueOf(metrics, {{"environment", "other"}, {"policy", "other"}, {"decision", "allow"}}), 2);
  counters.Of("production", "p0").Add(kAllow);
  EXPECT_EQ(
      ValueOf(metrics, {{"environment", "production"}, {"policy", "p0"}, {"decision", "allow"}}), 2)
      << "a policy that has its series keeps them";
}

TEST(PolicyCounters, WithoutSeriesOfTheirOwnAllPoliciesCountAsOther) {
  observe::Registry metrics;
  PolicyCounters counters(metrics, 0);
  counters.Of("production", "api").Add(kAllow);
  counters.Of("staging", "api").Add(kAllow);
  EXPECT_THAT(PoliciesIn(metrics), ::testing::ElementsAre("other"));
  EXPECT_EQ(
      ValueOf(metrics, {{"environment", "other"}, {"policy", "other"}, {"decision", "allow"}}), 2);
}

TEST(PolicyCounters, PolicyWithTheNameOfTheRestIsNoSecondSeries) {
  observe::Registry metrics;
  PolicyCounters counters(metrics);
  EXPECT_EQ(&counters.Of("other", "other"), &counters.Of("other", "other"));
  EXPECT_EQ(PoliciesIn(metrics).size(), 1U);
}

}  // namespace
}  // namespace bearward::policies
