// How the decisions of each policy are counted.
#include "gateway/gateway_fixture.h"

namespace bearward::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PolicyDecisions : public GatewayFixture {
 protected:
  int Status(const AskingFor& asking, ClientHeaders headers) {
    return StatusOf(Families().front(), asking, std::move(headers));
  }
  double CountOf(std::string_view policy, std::string_view decision) const {
    for (const auto& reading : metrics_.Read()) {
      if (reading.name != "bearward_policy_decisions_total") continue;
      if (reading.labels[1].second == policy && reading.labels[2].second == decision) {
        return reading.value;
      }
    }
    return -1;
  }
};

TEST_F(PolicyDecisions, EveryOutcomeIsCountedOnceForItsPolicy) {
  EXPECT_EQ(Status({}, Bearer(token_)), 200);
  EXPECT_EQ(Status({}, Bearer(token_)), 200) << "from memory";
  EXPECT_EQ(Status({}, {}), 401);
  EXPECT_EQ(Status({}, Bearer(SignedIn(cast_.bob))), 403);
  EXPECT_EQ(Status({.path = "/a//b"}, Bearer(token_)), 400);
  EXPECT_EQ(CountOf("forms", "allow"), 2);
  EXPECT_EQ(CountOf("forms", "unauthenticated"), 1);
  EXPECT_EQ(CountOf("forms", "denied"), 1);
  EXPECT_EQ(CountOf("forms", "invalid"), 1);
  EXPECT_EQ(CountOf("forms", "limited"), 0);
  EXPECT_EQ(CountOf("other", "allow"), 0);
  EXPECT_THAT(metrics_.Render(),
              HasSubstr("bearward_policy_decisions_total{environment=\""
                        "production\",policy=\"forms\",decision=\"allow\"} 2\n"));
}

TEST_F(PolicyDecisions, RequestWithoutAPolicyCountsForNone) {
  EXPECT_EQ(Status({.policy = "nowhere"}, Bearer(token_)), 403);
  EXPECT_EQ(Status({.peer = "192.0.2.7"}, Bearer(token_)), 403);
  EXPECT_THAT(metrics_.Render(), Not(HasSubstr("policy=\"nowhere\"")));
  EXPECT_LE(CountOf("forms", "denied"), 0);
}

}  // namespace
}  // namespace bearward::gateway
