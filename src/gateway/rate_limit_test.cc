// An allowed request takes one permit; every other request takes none.
#include "gateway/gateway_fixture.h"

namespace bearward::gateway {
namespace {

class GatewayLimits : public GatewayFixture, public ::testing::WithParamInterface<Family> {
 protected:
  static constexpr int kPermits = 3;

  GatewayLimits() {
    model::Policy policy;
    policy.id = "some";
    policy.methods = {"GET"};
    policy.path_prefixes = {"/forms"};
    Create(cast_.production, policy);
    policy.id = "users";
    policy.permissions = {"users:manage"};
    Create(cast_.production, policy);
    cast_.world.LimitOrganization(cast_.production, cast_.acme, model::RateLimit{kPermits, 60});
  }
  int Status(const AskingFor& asking) { return StatusOf(GetParam(), asking, Bearer(token_)); }
  // ExpectWhole checks that all permits are left, and takes them.
  void ExpectWhole() {
    for (int i = 0; i < kPermits; ++i) EXPECT_EQ(Status({.policy = "some"}), 200) << i;
    EXPECT_EQ(Status({.policy = "some"}), 429);
  }
};

INSTANTIATE_TEST_SUITE_P(Families, GatewayLimits, ::testing::ValuesIn(Families()), NameOfFamily);

TEST_P(GatewayLimits, AreTakenFromByWhoIsLetIn) {
  ExpectWhole();
  EXPECT_EQ(LastReason(), "rate_limited");
}

TEST_P(GatewayLimits, AreNotTakenFromByWhatThePolicyDoesNotCover) {
  for (int i = 0; i < 2 * kPermits; ++i) {
    EXPECT_EQ(Status({.path = "/admin", .policy = "some"}), 403);
    EXPECT_EQ(Status({.method = "POST", .policy = "some"}), 403);
  }
  ExpectWhole();
  EXPECT_EQ(Status({.path = "/admin", .policy = "some"}), 403) << "with permits or without";
}

TEST_P(GatewayLimits, AreNotTakenFromByWhoMayNot) {
  for (int i = 0; i < 2 * kPermits; ++i) EXPECT_EQ(Status({.policy = "users"}), 403);
  ExpectWhole();
}

}  // namespace
}  // namespace bearward::gateway
