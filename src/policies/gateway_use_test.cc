#include "policies/gateway_use.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "policies/policies.h"
#include "store/installation.h"
#include "testing/cast.h"

namespace bearward::policies {
namespace {

using testing::Must;
using enum GatewayDecision;

// Node is the part of a process that knows what its gateways decide.
struct Node {
  Node(testing::Cast& cast, const base::Clock& clock)
      : cache(*cast.world.store, metrics), use(*cast.world.store, cache, clock) {}
  explicit Node(testing::Cast& cast) : Node(cast, cast.world.clock) {}

  void Decide(GatewayDecision decision) { Must(cache.Find("api"))->decisions.Add(decision); }

  observe::Registry metrics;
  PolicyCache cache;
  GatewayUse use;
};

// GatewayUseTest has two nodes over one store whose calls can fail.
class GatewayUseTest : public ::testing::Test {
 protected:
  GatewayUseTest() {
    model::Policy policy;
    policy.id = "api";
    Must(Policies({*cast_.world.store, cast_.world.clock, cast_.world.entropy})
             .Create(cast_.As(cast_.production), policy));
  }
  std::optional<std::string> Stored() {
    return Must(cast_.world.store->Read(
        [](store::ReadTx& tx) { return store::FindFact(tx, store::kGatewayUsedFact); }));
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  Node first_{cast_};
  Node second_{cast_};
};

// Regression: a request that another node had answered did not show in the console.
TEST_F(GatewayUseTest, RequestThatOneNodeAllowedIsKnownToAllAndAfterARestart) {
  first_.Decide(kAllow);
  Must(first_.use.Record());
  EXPECT_TRUE(Must(second_.use.Happened()));
  EXPECT_TRUE(Must(Node(cast_).use.Happened()));
}

TEST_F(GatewayUseTest, RefusedRequestIsNoUse) {
  for (const auto decision : {kInvalid, kUnauthenticated, kDenied, kLimited, kUnknown}) {
    first_.Decide(decision);
  }
  Must(first_.use.Record());
  EXPECT_FALSE(Must(first_.use.Happened()));
  EXPECT_EQ(Stored(), std::nullopt);
}

TEST_F(GatewayUseTest, NodeThatAllowedARequestKnowsItWithoutTheStore) {
  first_.Decide(kAllow);
  faulty_.plan->FailCall(1, 1000);
  EXPECT_TRUE(Must(first_.use.Happened()));
  EXPECT_FALSE(second_.use.Happened().has_value()) << "unknown is neither yes nor no";
}

TEST_F(GatewayUseTest, FailedRecordIsRepeated) {
  first_.Decide(kAllow);
  int faults = 0;
  for (bool recorded = false; !recorded; ++faults) {
    ASSERT_LT(faults, 20);
    faulty_.plan->FailCall(faults + 1);
    recorded = first_.use.Record().has_value();
    faulty_.plan->Heal();
    EXPECT_EQ(Stored().has_value(), recorded) << "fault " << faults;
  }
  EXPECT_GT(faults, 3) << "reading and writing failed once each";
  EXPECT_TRUE(Must(second_.use.Happened()));
}

TEST_F(GatewayUseTest, TimeOfTheFirstNodeStaysWhenBothRecordAtOnce) {
  const testing::HookClock clock(cast_.world.clock, [this] {
    second_.Decide(kAllow);
    Must(second_.use.Record());
    cast_.world.clock.Advance(std::chrono::seconds(1));
  });
  Node late(cast_, clock);
  late.Decide(kAllow);
  const std::string before = base::FormatIsoMillis(cast_.world.clock.Now());
  Must(late.use.Record());
  EXPECT_TRUE(clock.fired());
  EXPECT_EQ(Stored(), before);
}

TEST_F(GatewayUseTest, KnownUseCostsNoFurtherCallOfTheStore) {
  first_.Decide(kAllow);
  Must(first_.use.Record());
  faulty_.plan->Heal();
  Must(first_.use.Record());
  EXPECT_TRUE(Must(first_.use.Happened()));
  EXPECT_EQ(faulty_.plan->calls(), 0);
}

}  // namespace
}  // namespace bearward::policies
