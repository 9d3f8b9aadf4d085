// Which deliveries are planned for which events.
#include "webhooks/planner.h"

#include "webhooks/webhook_fixture.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::SizeIs;

class PlannerTest : public WebhookFixture {
 protected:
  std::vector<std::string> Planned() {
    Must(delivery_.PlanAll());
    std::vector<std::string> planned;
    for (const auto& delivery : Log()) planned.push_back(delivery.event + " " + delivery.object_id);
    return planned;
  }
};

TEST_F(PlannerTest, EachEventOfASubscriptionIsPlannedOnce) {
  Add();
  Put(kGroupCreated, "g1");
  Put(kUserCreated, "u1");
  Put(kUserUpdated, "u1");
  Put(kGroupUpdated, "g1");
  EXPECT_THAT(Planned(), ElementsAre("group.created g1", "group.updated g1"));
  EXPECT_THAT(Planned(), SizeIs(2));
}

TEST_F(PlannerTest, EventsBeforeTheFirstEndpointAreNotPlanned) {
  Put(kGroupCreated, "old");
  Add();
  EXPECT_THAT(Planned(), IsEmpty());
}

TEST_F(PlannerTest, AnEndpointGetsEventsSinceItsCreationOnly) {
  Add("/first");
  Put(kGroupCreated, "g1");
  Advance(std::chrono::milliseconds(1));
  Add("/second");
  Put(kGroupCreated, "g2");
  EXPECT_THAT(Planned(), ElementsAre("group.created g1", "group.created g2", "group.created g2"));
}

// Incident class I2: an event of another environment must not be delivered.
TEST_F(PlannerTest, AnEndpointGetsNoEventOfAnotherEnvironment) {
  Add();
  Put(kGroupCreated, "foreign", cast_.sandbox);
  EXPECT_THAT(Planned(), IsEmpty());
}

TEST_F(PlannerTest, ADisabledEndpointGetsNoEvent) {
  const auto endpoint = Add();
  Must(endpoints_.Update(key_, endpoint.id, [](model::WebhookEndpoint& row) -> base::Status {
    row.status = model::EndpointStatus::kDisabled;
    return {};
  }));
  Put(kGroupCreated, "g1");
  EXPECT_THAT(Planned(), IsEmpty());
}

TEST_F(PlannerTest, TwoPlannersPlanEachEventOnce) {
  Planner other(store(), cast_.world.clock, cast_.world.entropy, MakeAudiences());
  Add();
  for (int i = 0; i < 5; ++i) {
    Put(kGroupCreated, "g" + std::to_string(i));
    if (i % 2 == 0) Must(other.PlanNext());
    Must(delivery_.PlanAll());
    Must(other.PlanNext());
  }
  EXPECT_THAT(Log(), SizeIs(5));
}

// After a restart the position is read from the store.
TEST_F(PlannerTest, ANewPlannerContinuesWhereTheLastOneStopped) {
  Add();
  Put(kGroupCreated, "g1");
  EXPECT_THAT(Planned(), SizeIs(1));
  Put(kGroupCreated, "g2");
  Planner next(store(), cast_.world.clock, cast_.world.entropy, MakeAudiences());
  Must(next.PlanNext());
  EXPECT_THAT(Log(), SizeIs(2));
}

TEST_F(PlannerTest, ADeliveryWaitsForTheEarlierOneAboutTheSameObject) {
  Add();
  Put(kGroupCreated, "g1");
  Put(kGroupUpdated, "g1");
  Put(kGroupCreated, "g2");
  Must(delivery_.PlanAll());
  const auto log = Log();
  ASSERT_THAT(log, SizeIs(3));
  EXPECT_TRUE(log[0].next_at);
  EXPECT_FALSE(log[1].next_at);
  EXPECT_TRUE(log[2].next_at);
}

TEST_F(PlannerTest, ManyEventsArePlannedInBatches) {
  Add();
  Must(store().Write([&](store::WriteTx& tx) -> base::Status {
    const model::EventBy by(cast_.production, model::Actor(), clock().Now());
    for (int i = 0; i < 450; ++i) {
      BW_TRY(tx.Append(by.Make(kGroupCreated, "g" + std::to_string(i), std::nullopt)));
    }
    return {};
  }));
  EXPECT_THAT(Planned(), SizeIs(450));
}

}  // namespace
}  // namespace bearward::webhooks
