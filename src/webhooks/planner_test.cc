// Which deliveries are planned for which events.
#include "webhooks/planner.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "store/organizations.h"
#include "webhooks/webhook_fixture.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::SizeIs;

// FallingEntropy makes each id of one millisecond sort before the one made earlier.
class FallingEntropy final : public base::Entropy {
 public:
  void Fill(std::span<std::uint8_t> out) override { std::ranges::fill(out, --next_); }

 private:
  std::uint8_t next_ = 255;
};

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

// Another node may have made the endpoint, and its event is read before the listener is called.
TEST_F(PlannerTest, TheReceiversAreReadAgainAfterAnEventThatChangesThem) {
  Add("/first");
  Put(kGroupCreated, "g1");
  Advance(std::chrono::milliseconds(1));
  Add("/second");
  Put(kGroupCreated, "g2");
  std::vector<std::size_t> planned;
  for (bool more = true; more;) {
    more = Must(delivery_.planner().PlanNext());
    planned.push_back(Log().size());
  }
  EXPECT_THAT(planned, ::testing::IsSupersetOf({1U, 3U})) << "g1, then g2 for both";
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

// Regression: the ids of one millisecond are random, so of two events that follow from one change
// the second could be planned before the first, and was then overtaken by the next change.
TEST_F(PlannerTest, TheEventsOfOneChangeAreSentInTheirOrder) {
  Audiences audiences = MakeAudiences();
  AudienceOf(audiences, model::SubjectKind::kEnvironment).encode =
      [](store::ReadTx& tx, const model::Event& event) -> base::Result<std::vector<Encoded>> {
    BW_TRY_ASSIGN(const auto encoded, Encode(tx, event));
    std::vector<Encoded> events(3, encoded.value_or(Encoded()));
    for (std::size_t i = 0; i < events.size(); ++i) {
      events[i].id += "_" + std::to_string(i);
      events[i].body = "{\"target\":\"" + event.target + " " +
                       std::string(model::EventName(event.type)) + " " + std::to_string(i) + "\"}";
    }
    return events;
  };
  FallingEntropy entropy;
  Planner planner(store(), clock(), entropy, audiences);
  Add("/hook");
  Put(kGroupCreated, "g1");
  Put(kGroupUpdated, "g1");
  while (Must(planner.PlanNext())) {
  }
  while (Must(delivery_.SendDue(sender_))) {
  }
  EXPECT_THAT(Targets(), ElementsAre("/hook g1 group.created 0", "/hook g1 group.created 1",
                                     "/hook g1 group.created 2", "/hook g1 group.updated 0",
                                     "/hook g1 group.updated 1", "/hook g1 group.updated 2"));
}

// Regression: subscribers are deleted with their subject or organization without an event of their
// own, and the planner kept them in memory.
TEST_F(PlannerTest, TheSubscribersOfADeletedSubjectOrOrganizationGetNothing) {
  const auto subscribe = [&](const model::ApplicationId& application) {
    model::WebhookEndpoint row;
    row.url = receiver_.Url("/callback");
    row.name = "S";
    row.events = {"group.created"};
    Must(subscribers_.AddOwn(cast_.As(application), row));
  };
  subscribe(cast_.exporter);
  subscribe(cast_.collector);
  Put(kGroupCreated, "g1");
  EXPECT_THAT(Planned(), SizeIs(2));
  const auto remove = [&](model::EventType type, const std::string& target, auto rows) {
    Must(store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(rows(tx));
      const model::EventBy by(cast_.production, model::Actor(), clock().Now());
      return tx.Append(by.Make(type, target, std::nullopt));
    }));
  };
  remove(kApplicationDeleted, cast_.exporter.text, [&](store::WriteTx& tx) {
    return store::DeleteSubscribersOf(tx, cast_.production, cast_.exporter.text);
  });
  Put(kGroupCreated, "g2");
  EXPECT_THAT(Planned(), SizeIs(3));
  remove(kOrganizationDeleted, cast_.globex.text, [&](store::WriteTx& tx) {
    return store::DeleteContents(tx, cast_.production, cast_.globex, clock().Now());
  });
  Put(kGroupCreated, "g3");
  EXPECT_THAT(Planned(), SizeIs(3));
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
