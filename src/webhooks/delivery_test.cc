// The delivery of events to a receiver.
#include "webhooks/delivery.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "webhooks/retry.h"
#include "webhooks/signature.h"
#include "webhooks/webhook_fixture.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using model::DeliveryState;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::SizeIs;
using ::testing::StartsWith;

class WebhookDeliveryTest : public WebhookFixture {
 protected:
  std::vector<DeliveryState> States() {
    std::vector<DeliveryState> states;
    for (const auto& delivery : Log()) states.push_back(delivery.state);
    return states;
  }
  void Disable(const model::WebhookEndpoint& endpoint) {
    Must(endpoints_.Update(key_, endpoint.id, [](model::WebhookEndpoint& row) -> base::Status {
      row.status = model::EndpointStatus::kDisabled;
      return {};
    }));
  }
  double Outcome(const std::string& outcome) {
    const std::string text = metrics_.Render();
    const std::string name = "bearward_webhook_deliveries_total{outcome=\"" + outcome + "\"} ";
    const auto at = text.find(name);
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size()));
  }
};

TEST_F(WebhookDeliveryTest, AnEventArrivesSignedAndIsLogged) {
  const auto endpoint = Add();
  Put(kGroupCreated, "g1");
  SendAll();
  const auto requests = receiver_.requests();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].line, "POST /hook HTTP/1.1");
  EXPECT_EQ(requests[0].body, R"({"target":"g1"})");
  EXPECT_EQ(requests[0].Header("Content-Type"), "application/json");
  const auto log = Log();
  ASSERT_THAT(log, SizeIs(1));
  EXPECT_EQ(requests[0].Header("webhook-id"), log[0].event_id);
  const auto secrets = Must(endpoints_.SecretsOf(endpoint, clock().Now()));
  const auto headers =
      Must(SignatureHeaders(secrets, log[0].event_id, requests[0].body, clock().Now(), true));
  EXPECT_EQ("WorkOS-Signature: " + requests[0].Header("WorkOS-Signature"), headers[0]);
  EXPECT_EQ("webhook-signature: " + requests[0].Header("webhook-signature"), headers[3]);
  EXPECT_EQ(log[0].state, DeliveryState::kDelivered);
  EXPECT_EQ(log[0].attempts, 1);
  EXPECT_FALSE(log[0].next_at);
  const auto attempts = Attempts();
  ASSERT_THAT(attempts, SizeIs(1));
  EXPECT_EQ(attempts[0].delivery, log[0].id);
  EXPECT_EQ(attempts[0].status_code, 200);
  EXPECT_FALSE(attempts[0].reason);
  EXPECT_EQ(Outcome("delivered"), 1);
}

TEST_F(WebhookDeliveryTest, AFailedDeliveryIsRepeatedUnchanged) {
  Add();
  receiver_.AnswerNext({Status(500)});
  Put(kGroupCreated, "g1");
  SendAll();
  ASSERT_THAT(Log(), SizeIs(1));
  EXPECT_EQ(Log()[0].state, DeliveryState::kPending);
  EXPECT_EQ(Attempts()[0].response, "body of 500");
  EXPECT_EQ(Outcome("repeated"), 1);
  Advance(seconds(3));
  SendAll();
  EXPECT_THAT(receiver_.requests(), SizeIs(1)) << "not before its time";
  Advance(seconds(4));
  SendAll();
  const auto requests = receiver_.requests();
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].body, requests[1].body);
  EXPECT_EQ(requests[0].Header("webhook-id"), requests[1].Header("webhook-id"));
  EXPECT_NE(requests[0].Header("WorkOS-Signature"), requests[1].Header("WorkOS-Signature"));
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kDelivered));
}

// The events about one object arrive in order; those about others do not wait.
TEST_F(WebhookDeliveryTest, AFailureDelaysOnlyTheEventsAboutTheSameObject) {
  Add();
  receiver_.AnswerNext({Status(500)});
  Put(kGroupCreated, "g1");
  Put(kGroupUpdated, "g1");
  Put(kGroupCreated, "g2");
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/hook g1", "/hook g2"));
  Advance(seconds(10));
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/hook g1", "/hook g2", "/hook g1", "/hook g1"));
  const auto requests = receiver_.requests();
  EXPECT_EQ(requests[0].Header("webhook-id"), requests[2].Header("webhook-id"));
}

TEST_F(WebhookDeliveryTest, TheEventsAboutOneObjectAreSentInOneBatch) {
  Add();
  Put(kGroupCreated, "g1");
  for (int i = 0; i < 4; ++i) Put(kGroupUpdated, "g1");
  Must(delivery_.PlanAll());
  receiver_.AnswerNext({Status(200), Status(200), Status(200), Status(500)});
  Must(delivery_.SendDue(sender_));
  EXPECT_THAT(Targets(), SizeIs(4));
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kDelivered, DeliveryState::kDelivered,
                                    DeliveryState::kDelivered, DeliveryState::kPending,
                                    DeliveryState::kPending));
  Advance(seconds(10));
  SendAll();
  EXPECT_THAT(Targets(), SizeIs(6));
  for (const auto& delivery : Log()) {
    EXPECT_EQ(delivery.state, DeliveryState::kDelivered);
    EXPECT_FALSE(delivery.next_at);
  }
}

TEST_F(WebhookDeliveryTest, ADeliveryFailsAfterThreeDaysAndReleasesTheNextOne) {
  Add();
  Put(kGroupCreated, "g1");
  Put(kGroupUpdated, "g1");
  receiver_.AnswerNext(std::vector<std::string>(100, Status(500)));
  Must(delivery_.PlanAll());
  for (int i = 0; i < 100 && Must(store().Read(store::CountPendingDeliveries)) == 2; ++i) {
    SendAll();
    Advance(std::chrono::hours(1));
  }
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kFailed, DeliveryState::kPending));
  EXPECT_EQ(Outcome("failed"), 1);
}

TEST_F(WebhookDeliveryTest, ARedirectIsAFailure) {
  Add();
  receiver_.AnswerNext({Status(302, "Location: " + receiver_.Url("/other") + "\r\n")});
  Put(kGroupCreated, "g1");
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/hook g1"));
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kPending));
}

TEST_F(WebhookDeliveryTest, AnEndpointThatIsGoneIsDisabled) {
  const auto endpoint = Add();
  receiver_.AnswerNext({Status(410)});
  Put(kGroupCreated, "g1");
  Put(kGroupCreated, "g2");
  const auto first = cast_.LastEvent();
  SendAll();
  Advance(std::chrono::hours(1));
  SendAll();
  EXPECT_THAT(receiver_.requests(), SizeIs(1));
  EXPECT_EQ(Must(endpoints_.Get(key_, endpoint.id)).status, model::EndpointStatus::kDisabled);
  const auto events = cast_.EventsAfter(first);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].type, kWebhookEndpointUpdated);
  EXPECT_EQ(events[0].actor.kind, "system");
  EXPECT_THAT(events[0].data, HasSubstr(R"("status":{"before":"enabled","after":"disabled"})"));
}

TEST_F(WebhookDeliveryTest, AReceiverThatAsksForTimeGetsNothingUntilThen) {
  Add();
  receiver_.AnswerNext({Status(429, "Retry-After: 30\r\n")});
  Put(kGroupCreated, "g1");
  Put(kGroupCreated, "g2");
  SendAll();
  Advance(seconds(29));
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/hook g1"));
  Advance(seconds(1));
  SendAll();
  EXPECT_THAT(Targets(), SizeIs(3));
}

// The receiver is down for ten minutes, in which an event happens every ten seconds.
TEST_F(WebhookDeliveryTest, AReceiverThatIsDownLosesNothing) {
  std::atomic<bool> is_down = true;
  std::mutex mutex;
  std::vector<std::string> accepted;  // the ids of the events
  testing::HttpReceiver receiver([&](const auto& request) {
    const std::scoped_lock lock(mutex);
    if (is_down) return Status(503);
    accepted.push_back(request.Header("webhook-id"));
    return Status(200);
  });
  const auto endpoint = Add();
  Must(endpoints_.Update(key_, endpoint.id, [&](model::WebhookEndpoint& row) -> base::Status {
    row.url = receiver.Url();
    return {};
  }));
  constexpr seconds kStep{10};
  int events = 0;
  for (seconds down{0}; down < std::chrono::minutes(10); down += kStep) {
    Put(events % 2 == 0 ? kGroupCreated : kGroupUpdated, "g" + std::to_string(events / 2));
    ++events;
    SendAll();
    Advance(kStep);
  }
  EXPECT_GT(receiver.requests().size(), 3U) << "it is tried again and again";
  EXPECT_THAT(States(), ::testing::Each(DeliveryState::kPending));
  is_down = false;
  for (int hour = 0; hour < 24; ++hour) {
    Advance(std::chrono::hours(1));
    SendAll();
  }
  EXPECT_THAT(States(), ::testing::Each(DeliveryState::kDelivered));
  EXPECT_THAT(accepted, SizeIs(events));
  EXPECT_THAT(std::set<std::string>(accepted.begin(), accepted.end()), SizeIs(events));
  const auto place = [&](const std::string& id) { return std::ranges::find(accepted, id); };
  const auto log = Log();
  for (std::size_t i = 0; i + 1 < log.size(); i += 2) {
    EXPECT_LT(place(log[i].event_id), place(log[i + 1].event_id)) << "one object, in order";
  }
}

// A dead receiver is tried with one request at a time, at growing intervals, and delays no other.
TEST_F(WebhookDeliveryTest, ADeadReceiverDoesNotDelayOthers) {
  model::WebhookEndpoint dead;
  dead.url = "http://127.0.0.1:1/";
  dead.events = {"group.created"};
  Must(endpoints_.Create(key_, dead));
  Add("/alive");
  for (const char* group : {"g1", "g2", "g3"}) Put(kGroupCreated, group);
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/alive g1", "/alive g2", "/alive g3"));
  int refused = 0;
  for (const auto& attempt : Attempts()) refused += attempt.reason == "not_connected" ? 1 : 0;
  EXPECT_EQ(refused, 1);
}

// Incident class G1: the address is checked when it is connected, whatever the endpoint's URL was
// when it was stored.
TEST_F(WebhookDeliveryTest, ARefusedAddressIsNotConnected) {
  Add();
  Put(kGroupCreated, "g1");
  egress::HttpSender closed({});
  Must(delivery_.PlanAll());
  Must(delivery_.SendDue(closed));
  EXPECT_EQ(receiver_.connections(), 0U);
  EXPECT_EQ(Attempts()[0].reason, "address_refused");
}

TEST_F(WebhookDeliveryTest, NothingIsSentToAnEndpointThatWasDisabledOrDeleted) {
  const auto one = Add("/one");
  const auto two = Add("/two");
  Put(kGroupCreated, "g1");
  Must(delivery_.PlanAll());
  Disable(one);
  Must(endpoints_.Delete(key_, two.id));
  SendAll();
  EXPECT_THAT(Targets(), IsEmpty());
}

// The endpoint is checked again before each request of a batch.
TEST_F(WebhookDeliveryTest, ABatchEndsWhenItsEndpointIsDisabled) {
  const auto endpoint = Add();
  testing::HttpReceiver other([&](const auto&) {
    Disable(endpoint);
    return Status(200);
  });
  Must(endpoints_.Update(key_, endpoint.id, [&](model::WebhookEndpoint& row) -> base::Status {
    row.url = other.Url();
    return {};
  }));
  Put(kGroupCreated, "g1");
  Put(kGroupCreated, "g2");
  SendAll();
  EXPECT_THAT(other.requests(), SizeIs(1));
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kDelivered, DeliveryState::kPending));
}

// A sender that finds the same endpoint again and again would write a lease each time.
TEST_F(WebhookDeliveryTest, ASenderPausesWhileTheEndpointsCannotBeRead) {
  Add();
  Put(kGroupCreated, "g1");
  Must(delivery_.PlanAll());
  for (int n = 1; n < 50 && delivery_.planner().endpoints(); ++n) {
    faulty_.plan->FailCall(n);
    const model::EventBy by(cast_.production, model::Actor(), clock().Now());
    static_cast<void>(store().Write([&](store::WriteTx& tx) {
      return tx.Append(by.Make(kWebhookEndpointUpdated, "we_x", std::nullopt));
    }));
    faulty_.plan->Heal();
  }
  ASSERT_FALSE(delivery_.planner().endpoints());
  EXPECT_FALSE(Must(delivery_.SendDue(sender_)));
  EXPECT_THAT(Targets(), IsEmpty());
  Must(delivery_.planner().Retry());
  EXPECT_TRUE(Must(delivery_.SendDue(sender_)));
  EXPECT_THAT(Targets(), ElementsAre("/hook g1"));
}

// Another node has changed the endpoint, and this one does not know it yet.
TEST_F(WebhookDeliveryTest, ASenderPausesWhileItKnowsAnEndpointAsItWasBefore) {
  auto endpoint = Add();
  Put(kGroupCreated, "g1");
  Must(delivery_.PlanAll());
  endpoint.url = receiver_.Url("/moved");
  Must(store().Write(
      [&](store::WriteTx& tx) { return store::WebhookEndpoints().Update(tx, endpoint); }));
  EXPECT_FALSE(Must(delivery_.SendDue(sender_)));
  EXPECT_THAT(Targets(), IsEmpty());
}

TEST_F(WebhookDeliveryTest, OneSenderAtATimeServesAnEndpoint) {
  Add();
  Put(kGroupCreated, "g1");
  Must(delivery_.PlanAll());
  const auto endpoint = *Must(
      store().Read([&](store::ReadTx& tx) { return store::FindDueEndpoint(tx, clock().Now()); }));
  const auto lease = [&](seconds time) {
    return Must(store().Write([&](store::WriteTx& tx) {
      return store::LeaseEndpoint(tx, endpoint, clock().Now() + time);
    }));
  };
  EXPECT_TRUE(lease(seconds(40)));
  EXPECT_FALSE(lease(seconds(50))) << "another sender has it";
  EXPECT_FALSE(Must(delivery_.SendDue(sender_)));
  Advance(seconds(41));
  EXPECT_TRUE(Must(delivery_.SendDue(sender_))) << "the lease has ended";
  EXPECT_THAT(Targets(), SizeIs(1));
}

// At least once: a result that is not stored is repeated.
TEST_F(WebhookDeliveryTest, ADeliveryWhoseLeaseWasLostIsSentAgain) {
  const auto endpoint = Add();
  testing::HttpReceiver other([&](const auto&) {
    Must(store().Write(store::ClearLeases));
    return Status(200);
  });
  Must(endpoints_.Update(key_, endpoint.id, [&](model::WebhookEndpoint& row) -> base::Status {
    row.url = other.Url();
    return {};
  }));
  Put(kGroupCreated, "g1");
  Must(delivery_.PlanAll());
  Must(delivery_.SendDue(sender_));
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kPending));
  Must(delivery_.SendDue(sender_));
  EXPECT_THAT(other.requests(), SizeIs(2));
}

TEST_F(WebhookDeliveryTest, AnOldDeliveryIsDropped) {
  Add();
  Put(kGroupCreated, "g1");
  Must(delivery_.PlanAll());
  Advance(kEndpointRetryTime + seconds(1));
  SendAll();
  EXPECT_THAT(Targets(), IsEmpty());
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kFailed));
  EXPECT_THAT(lines_, HasSubstr("expired"));
}

TEST_F(WebhookDeliveryTest, AResponseIsKeptAsCleanText) {
  Add();
  receiver_.AnswerNext(
      {testing::HttpReceiver::Answer(500, std::string("a\0\xff", 3) + std::string(5000, 'b'))});
  Put(kGroupCreated, "g1");
  SendAll();
  ASSERT_THAT(Attempts(), SizeIs(1));
  EXPECT_THAT(Attempts()[0].response, StartsWith("a??bbb"));
  EXPECT_EQ(Attempts()[0].response.size(), 1024U);
}

TEST_F(WebhookDeliveryTest, AnEventIsSentAgainOnRequest) {
  const auto endpoint = Add();
  Put(kGroupCreated, "g1");
  SendAll();
  const auto again = Must(deliveries_.Resend(key_, Log()[0].id));
  EXPECT_EQ(again.event_id, Log()[0].event_id);
  SendAll();
  const auto requests = receiver_.requests();
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].body, requests[1].body);
  const auto page = Must(deliveries_.ListOf(key_, endpoint.id, {}));
  EXPECT_THAT(page.rows, SizeIs(2));
  EXPECT_THAT(Must(deliveries_.AttemptsOf(key_, endpoint.id, again.id, {})).rows, SizeIs(1));
}

TEST_F(WebhookDeliveryTest, ATestEventArrives) {
  const auto endpoint = Add();
  const auto row = std::make_shared<model::WebhookDelivery>();
  row->endpoint = endpoint.id;
  Must(deliveries_.SendTest(key_, row));
  SendAll();
  ASSERT_THAT(receiver_.requests(), SizeIs(1));
  EXPECT_EQ(receiver_.requests()[0].body, R"({"target":"test"})");
  row->endpoint = "we_missing";
  EXPECT_FALSE(deliveries_.SendTest(key_, row));
}

// Incident class F6: a failure of the store at any point loses no event.
TEST_F(WebhookDeliveryTest, AStorageFailureLosesNoEvent) {
  Add();
  std::set<std::string> wanted;
  for (int n = 1; n <= 40; ++n) {
    const std::string group = "g" + std::to_string(n);
    Put(kGroupCreated, group);
    Put(kGroupUpdated, group);
    wanted.insert("/hook " + group);
    faulty_.plan->FailCall(n);
    if (delivery_.PlanAll()) static_cast<void>(delivery_.SendDue(sender_));
    faulty_.plan->Heal();
    Advance(seconds(60));  // a lease that was not ended
    SendAll();
    for (const auto& delivery : Log()) {
      ASSERT_EQ(delivery.state, DeliveryState::kDelivered) << "after a failure of call " << n;
    }
    ASSERT_THAT(Log(), SizeIs(2 * n));
  }
  const auto targets = Targets();
  EXPECT_EQ(std::set<std::string>(targets.begin(), targets.end()), wanted);
}

// The threads must not end a lease that one of them has just taken.
TEST_F(WebhookDeliveryTest, LeasesOfAnEarlierProcessEndBeforeTheThreadsBegin) {
  const auto endpoint = Add();
  ASSERT_TRUE(Must(store().Write([&](store::WriteTx& tx) {
    return store::LeaseEndpoint(tx, endpoint, clock().Now() + seconds(40));
  })));
  delivery_.Start();
  const auto present = Must(store().Read([&](store::ReadTx& tx) {
    return store::WebhookEndpoints().Find(tx, endpoint.environment, endpoint.id);
  }));
  EXPECT_EQ(present->leased_until, base::FromMillis(0));
}

// The threads find events and send them without a call.
TEST_F(WebhookDeliveryTest, AfterStartEventsAreSentAfterTheirCommit) {
  Add();
  delivery_.Start();
  for (int i = 0; i < 20; ++i) Put(kGroupCreated, "g" + std::to_string(i));
  EXPECT_THAT(receiver_.Await(20), SizeIs(20));
}

}  // namespace
}  // namespace bearward::webhooks
