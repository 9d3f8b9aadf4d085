// Deliveries: the replay of a part of the event log.
#include "webhooks/deliveries.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "webhooks/webhook_fixture.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using std::chrono::milliseconds;
using testing::CodeOf;
using ::testing::ElementsAre;
using testing::Must;
using ::testing::SizeIs;

class DeliveriesTest : public WebhookFixture {
 protected:
  Replayed Replay(const model::WebhookEndpoint& receiver, const ReplayRange& range) {
    return Must(deliveries_.Replay(key_, receiver.id, range));
  }
  // PutAt appends an event a millisecond after the one before and returns its time.
  base::Time PutAt(model::EventType type, const std::string& target) {
    Advance(milliseconds(1));
    Put(type, target);
    return clock().Now();
  }
  // Ids are those of the events that the receiver got.
  std::vector<std::string> Ids() const {
    std::vector<std::string> ids;
    for (const auto& request : receiver_.requests()) ids.push_back(request.Header("webhook-id"));
    return ids;
  }
  model::WebhookEndpoint Subscribe() {
    model::WebhookEndpoint row;
    row.url = receiver_.Url("/callback");
    row.name = "S";
    row.events = {"group.created"};
    return Must(subscribers_.AddOwn(cast_.As(cast_.exporter), row));
  }
  const base::Time begin_ = clock().Now();
};

TEST_F(DeliveriesTest, TheEventsOfASubscriptionAreSentAgainInOrderWithTheirIds) {
  const auto endpoint = Add();
  Put(kGroupCreated, "g1");
  Put(kUserCreated, "u1");
  Put(kGroupUpdated, "g1");
  SendAll();
  const auto before = Ids();
  ASSERT_THAT(before, SizeIs(2));
  const Replayed replayed = Replay(endpoint, {.from = begin_});
  EXPECT_EQ(replayed.planned, 2);
  EXPECT_EQ(replayed.after, std::nullopt);
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre(before[0], before[1], before[0], before[1]));
  EXPECT_EQ(receiver_.requests()[0].body, receiver_.requests()[2].body);
}

TEST_F(DeliveriesTest, ARangeBeginsAtItsBeginAndEndsBeforeItsEnd) {
  const auto endpoint = Add();
  PutAt(kGroupCreated, "g1");
  const base::Time from = PutAt(kGroupCreated, "g2");
  PutAt(kGroupCreated, "g3");
  const base::Time to = PutAt(kGroupCreated, "g4");
  SendAll();
  EXPECT_EQ(Replay(endpoint, {.from = from, .to = to}).planned, 2);
  SendAll();
  EXPECT_THAT(Targets(),
              ElementsAre("/hook g1", "/hook g2", "/hook g3", "/hook g4", "/hook g2", "/hook g3"));
  const std::string last = std::to_string(cast_.LastEvent());
  Put(kGroupCreated, "g5");
  SendAll();
  EXPECT_EQ(Replay(endpoint, {.after = last}).planned, 1);
}

TEST_F(DeliveriesTest, ALongRangeIsReplayedInParts) {
  const auto endpoint = Add();
  const std::size_t most = kReplayedPages * std::size_t{store::kLongestPage};
  Must(store().Write([&](store::WriteTx& tx) -> base::Status {
    const model::EventBy by(cast_.production, model::Actor(), clock().Now());
    for (std::size_t i = 0; i < most; ++i) {
      const auto type = i % 100 == 0 ? kGroupCreated : kUserCreated;
      BW_TRY(tx.Append(by.Make(type, "g" + std::to_string(i), std::nullopt)));
    }
    return {};
  }));
  SendAll();
  const Replayed first = Replay(endpoint, {.from = begin_});
  ASSERT_TRUE(first.after) << "more events than one call reads";
  Put(kGroupCreated, "last");
  SendAll();
  const Replayed second = Replay(endpoint, {.from = begin_, .after = first.after});
  EXPECT_EQ(second.after, std::nullopt);
  EXPECT_EQ(first.planned + second.planned, static_cast<std::int64_t>(most / 100) + 1);
}

TEST_F(DeliveriesTest, AReplayEndsWithThePageThatHasEnough) {
  const auto endpoint = Add();
  const std::size_t count = kEnoughReplayed + 2 * std::size_t{store::kLongestPage};
  Must(store().Write([&](store::WriteTx& tx) -> base::Status {
    const model::EventBy by(cast_.production, model::Actor(), clock().Now());
    for (std::size_t i = 0; i < count; ++i) {
      BW_TRY(tx.Append(by.Make(kGroupCreated, "g" + std::to_string(i), std::nullopt)));
    }
    return {};
  }));
  const Replayed replayed = Replay(endpoint, {.from = begin_});
  EXPECT_TRUE(replayed.after);
  EXPECT_GE(replayed.planned, static_cast<std::int64_t>(kEnoughReplayed));
  EXPECT_LT(replayed.planned, static_cast<std::int64_t>(count));
}

TEST_F(DeliveriesTest, AReplayEndsWithThePageThatHasEnoughBytes) {
  const std::size_t page = store::kLongestPage;
  Audiences audiences = MakeAudiences();
  AudienceOf(audiences, model::SubjectKind::kEnvironment).encode =
      [&](store::ReadTx& tx, const model::Event& event) -> base::Result<std::vector<Encoded>> {
    BW_TRY_ASSIGN(auto encoded, Encode(tx, event));
    if (!encoded) return std::vector<Encoded>();
    encoded->body.resize(kEnoughReplayedBytes / page + 1, ' ');
    return std::vector<Encoded>{*encoded};
  };
  const Deliveries deliveries(parts_, endpoints_, subscribers_,
                              {.make_test = nullptr, .audiences = audiences});
  const auto endpoint = Add();
  Advance(milliseconds(1));  // after the events of the cast
  const base::Time from = clock().Now();
  Must(store().Write([&](store::WriteTx& tx) -> base::Status {
    const model::EventBy by(cast_.production, model::Actor(), from);
    for (std::size_t i = 0; i < 2 * page; ++i) {
      BW_TRY(tx.Append(by.Make(kGroupCreated, "g" + std::to_string(i), std::nullopt)));
    }
    return {};
  }));
  const Replayed replayed = Must(deliveries.Replay(key_, endpoint.id, {.from = from}));
  EXPECT_TRUE(replayed.after);
  EXPECT_EQ(replayed.planned, store::kLongestPage);
}

// The state of an object that arrives last must be the newest one.
TEST_F(DeliveriesTest, AReplayedEventIsSentBeforeALaterOneThatIsPending) {
  const auto endpoint = Add();
  receiver_.AnswerNext({Status(200), Status(500)});
  Put(kGroupCreated, "g1");
  Put(kGroupUpdated, "g1");
  SendAll();
  const auto before = Ids();
  ASSERT_THAT(before, SizeIs(2));
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 1) << "the update is pending";
  Advance(std::chrono::seconds(10));
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre(before[0], before[1], before[0], before[1]));
}

TEST_F(DeliveriesTest, AnEventThatIsReplayedBeforeItWasPlannedIsDeliveredOnce) {
  const auto endpoint = Add();
  Put(kGroupCreated, "g1");
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 1);
  Must(delivery_.PlanAll());
  EXPECT_THAT(Log(), SizeIs(1));
}

// A client repeats a request whose answer was lost.
TEST_F(DeliveriesTest, AnEventWhoseDeliveryIsPendingIsNotPlannedAgain) {
  const auto endpoint = Add();
  Put(kGroupCreated, "g1");
  SendAll();
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 1);
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 0);
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/hook g1", "/hook g1"));
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 1) << "it was delivered meanwhile";
}

TEST_F(DeliveriesTest, AReceiverGetsNoEventBeforeItWasMade) {
  Add("/old");
  PutAt(kGroupCreated, "g1");
  Advance(milliseconds(1));
  const auto endpoint = Add("/new");
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 0);
}

// Incident class I2.
TEST_F(DeliveriesTest, NothingOfAnotherEnvironmentIsReplayed) {
  const auto endpoint = Add();
  Put(kGroupCreated, "foreign", cast_.sandbox);
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 0);
  EXPECT_EQ(CodeOf(deliveries_.Replay(cast_.As(cast_.sandbox), endpoint.id, {.from = begin_})),
            base::Code::kNotFound);
  for (const model::Caller& caller : {cast_.As(cast_.admin), cast_.As(cast_.exporter)}) {
    EXPECT_EQ(CodeOf(deliveries_.Replay(caller, endpoint.id, {.from = begin_})),
              base::Code::kDenied);
  }
}

TEST_F(DeliveriesTest, ARangeNeedsABegin) {
  const auto endpoint = Add();
  const auto reason = [&](const ReplayRange& range) {
    const auto replayed = deliveries_.Replay(key_, endpoint.id, range);
    return replayed ? std::string() : replayed.error().reason;
  };
  EXPECT_EQ(reason({}), "missing_field");
  EXPECT_EQ(reason({.to = begin_}), "missing_field");
  EXPECT_EQ(reason({.after = "soon"}), "invalid_cursor");
  EXPECT_EQ(reason({.after = "0"}), "");
}

// Incident class G3: what a subscriber may not read any more is not sent again.
TEST_F(DeliveriesTest, ARepeatedEventOfASubscriberIsCheckedAgain) {
  const auto subscriber = Subscribe();
  Put(kGroupCreated, "g1");
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/callback g1"));
  EXPECT_EQ(Replay(subscriber, {.from = begin_}).planned, 1);
  recheck_ = [](const model::WebhookDelivery& /*delivery*/) { return std::nullopt; };
  SendAll();
  EXPECT_THAT(Targets(), SizeIs(1));
}

TEST_F(DeliveriesTest, AReplayIsInTheEventLog) {
  const auto endpoint = Add();
  Put(kGroupCreated, "g1");
  const auto first = cast_.LastEvent();
  Replay(endpoint, {.from = begin_});
  const auto events = cast_.EventsAfter(first);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].type, kWebhookEndpointUpdated);
  EXPECT_EQ(events[0].target, endpoint.id);
  EXPECT_EQ(events[0].organization, std::nullopt);
  EXPECT_EQ(events[0].actor.kind, "environment");
  EXPECT_EQ(events[0].data, R"({"changes":{},"replay":{"from":")" + base::FormatIsoMillis(begin_) +
                                R"(","planned":1}})");
}

TEST_F(DeliveriesTest, AReplayThatPlansNothingIsNotInTheEventLog) {
  const auto endpoint = Add();
  const auto first = cast_.LastEvent();
  EXPECT_EQ(Replay(endpoint, {.from = begin_}).planned, 0);
  EXPECT_EQ(cast_.LastEvent(), first);
}

// After the commit only the planner reads, so a failure there fails no replay.
TEST_F(DeliveriesTest, AFailureOfTheStorePlansNothing) {
  const auto endpoint = Add();
  Put(kGroupCreated, "g1");
  std::optional<base::Result<Replayed>> replayed;
  std::int64_t planned = 0;
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { replayed = deliveries_.Replay(key_, endpoint.id, {.from = begin_}); },
      [&](int n) {
        if (*replayed) {
          planned += (*replayed)->planned;
        } else {
          EXPECT_EQ(replayed->error().code, base::Code::kUnavailable) << "call " << n;
        }
        EXPECT_THAT(Log(), SizeIs(static_cast<std::size_t>(planned))) << "call " << n;
      });
  EXPECT_GT(faults, 10);
  EXPECT_THAT(Log(), SizeIs(1));
}

}  // namespace
}  // namespace bearward::webhooks
