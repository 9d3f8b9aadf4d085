#include "grant/refresh_rule.h"

#include <gtest/gtest.h>

#include <string>

#include "testing/sample_rows.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;

struct RuleCase {
  std::string name;
  std::int64_t generation;        // of the token; the session is at 5
  std::chrono::milliseconds age;  // of the session's last rotation
  std::chrono::seconds window;
  Spending expected;
};

class RefreshRule : public ::testing::TestWithParam<RuleCase> {};

TEST_P(RefreshRule, Holds) {
  const RuleCase& row = GetParam();
  model::Session session = testing::SampleSession("env_1", 1);
  session.generation = 5;
  session.rotated_at = testing::kSampleTime;
  EXPECT_EQ(JudgeSpending(row.generation, session, testing::kSampleTime + row.age, row.window),
            row.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefreshRule,
    ::testing::Values(
        RuleCase{"LiveTokenRotatesAtOnce", 5, 0ms, 10s, Spending::kRotate},
        RuleCase{"LiveTokenRotatesAfterTheWindow", 5, 1h, 10s, Spending::kRotate},
        RuleCase{"LiveTokenRotatesWithoutAWindow", 5, 0ms, 0s, Spending::kRotate},
        RuleCase{"TokenBeforeRepeatsAtOnce", 4, 0ms, 10s, Spending::kRepeat},
        RuleCase{"TokenBeforeRepeatsAtTheLastInstant", 4, 10'000ms, 10s, Spending::kRepeat},
        RuleCase{"TokenBeforeIsReuseAfterTheLastInstant", 4, 10'001ms, 10s, Spending::kReuse},
        RuleCase{"TokenBeforeIsReuseAtOnceWithoutAWindow", 4, 0ms, 0s, Spending::kReuse},
        RuleCase{"TokenBeforeRepeatsWhenTheClockWentBack", 4, -1h, 10s, Spending::kRepeat},
        RuleCase{"OlderTokenIsStaleWithinTheWindow", 3, 10'000ms, 10s, Spending::kStale},
        RuleCase{"OlderTokenIsReuseAfterTheWindow", 3, 10'001ms, 10s, Spending::kReuse},
        RuleCase{"OlderTokenIsReuseWithoutAWindow", 0, 0ms, 0s, Spending::kReuse},
        RuleCase{"TokenOfALostFutureIsStale", 6, 1h, 10s, Spending::kStale}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace bearward::grant
