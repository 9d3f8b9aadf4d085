// Subscribers: callbacks of applications and users.
#include "webhooks/subscribers.h"

#include <optional>
#include <string>
#include <vector>

#include "webhooks/webhook_fixture.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using model::DeliveryState;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::Not;
using ::testing::SizeIs;

class SubscribersTest : public WebhookFixture {
 protected:
  base::Result<model::WebhookEndpoint> Subscribe(const std::string& path = "/hook") {
    model::WebhookEndpoint row;
    row.url = receiver_.Url(path);
    row.name = "S";
    row.events = {"group.created"};
    return subscribers_.AddOwn(exporter_, row);
  }
  std::vector<DeliveryState> States() {
    std::vector<DeliveryState> states;
    for (const auto& delivery : Log()) states.push_back(delivery.state);
    return states;
  }
  model::Caller exporter_ = cast_.As(cast_.exporter);
};

TEST_F(SubscribersTest, ASubjectManagesItsOwnOnly) {
  const auto made = Must(Subscribe());
  EXPECT_EQ(made.subject_kind, model::SubjectKind::kApplication);
  EXPECT_EQ(made.organization, cast_.acme);
  EXPECT_THAT(Must(subscribers_.ListOwn(exporter_)), SizeIs(1));
  EXPECT_EQ(Must(subscribers_.GetOwn(exporter_, made.id)).url, made.url);
  for (const model::Caller& other :
       {cast_.As(cast_.collector), cast_.As(cast_.stranger), cast_.As(cast_.admin)}) {
    EXPECT_THAT(Must(subscribers_.ListOwn(other)), IsEmpty());
    const auto read = subscribers_.GetOwn(other, made.id);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, "webhook_subscriber_not_found");
    EXPECT_FALSE(subscribers_.DeleteOwn(other, made.id));
    EXPECT_FALSE(subscribers_.Get(other, made.id)) << "the verbs are for the environment";
  }
  Must(subscribers_.DeleteOwn(exporter_, made.id));
  EXPECT_FALSE(subscribers_.GetOwn(exporter_, made.id));
}

TEST_F(SubscribersTest, AWrongSubscriberIsRefused) {
  const auto reason = [&](auto change) {
    model::WebhookEndpoint row;
    row.url = receiver_.Url("/hook");
    row.name = "S";
    change(row);
    const auto added = subscribers_.AddOwn(exporter_, row);
    return added ? std::string() : added.error().reason;
  };
  EXPECT_EQ(reason([](auto& row) { row.url = "http://10.0.0.1/"; }), "invalid_url");
  EXPECT_EQ(reason([](auto& row) { row.url = "file:///etc/passwd"; }), "invalid_url");
  EXPECT_EQ(reason([](auto& row) { row.name = ""; }), "invalid_name");
  EXPECT_EQ(reason([](auto& row) { row.name = std::string(kLongestName + 1, 'n'); }),
            "invalid_name");
  EXPECT_EQ(reason([](auto& row) { row.name = "a\nb"; }), "invalid_name");
  EXPECT_EQ(reason([](auto& row) { row.objects.resize(kMostSubscribedObjects + 1, "o"); }),
            "too_many_objects");
  EXPECT_EQ(reason([](auto& /*row*/) {}), "");
}

TEST_F(SubscribersTest, TheirNumberIsLimited) {
  for (std::size_t i = 0; i < kMostSubscribers; ++i) Must(Subscribe());
  const auto more = Subscribe();
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().reason, "too_many_subscribers");
}

// Incident class H1: the URL of a workflow contains the right to start it.
TEST_F(SubscribersTest, AnEventAboutASubscriberHasNeitherUrlNorSecret) {
  const auto first = cast_.LastEvent();
  const auto made = Must(Subscribe("/hook?sig=secret-signature"));
  receiver_.AnswerNext({Status(410)});
  Put(kGroupCreated, "g1");
  SendAll();
  Must(subscribers_.DeleteOwn(exporter_, made.id));
  const auto events = cast_.EventsAfter(first);
  ASSERT_THAT(events, SizeIs(4));
  for (const auto& event : events) {
    EXPECT_THAT(event.data, Not(HasSubstr("secret-signature")));
    EXPECT_THAT(event.data, Not(HasSubstr(made.sealed)));
  }
  EXPECT_EQ(events[2].type, kWebhookEndpointUpdated);
  EXPECT_THAT(events[2].data, HasSubstr(R"("after":"disabled")"));
}

TEST_F(SubscribersTest, ASubscriberIsSentOnlyTheHeadersOfStandardWebhooks) {
  Must(Subscribe());
  Put(kGroupCreated, "g1");
  SendAll();
  const auto requests = receiver_.requests();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_NE(requests[0].Header("webhook-signature"), "");
  EXPECT_EQ(requests[0].Header("WorkOS-Signature"), "");
}

// Incident class G3: what a subscriber may not read any more is not sent.
TEST_F(SubscribersTest, TheBodyIsCheckedWhenItIsSent) {
  Must(Subscribe());
  Put(kGroupCreated, "g1");
  Put(kGroupCreated, "g2");
  recheck_ = [](const model::WebhookDelivery& delivery) -> std::optional<std::string> {
    if (delivery.object_id == "g1") return std::nullopt;
    return R"({"target":"less"})";
  };
  SendAll();
  EXPECT_THAT(Targets(), ElementsAre("/hook less"));
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kFailed, DeliveryState::kDelivered));
  EXPECT_THAT(lines_, HasSubstr("access_lost"));
}

// An unknown answer about the rights is not a yes.
TEST_F(SubscribersTest, NothingIsSentWhileTheRightsCannotBeRead) {
  Must(Subscribe());
  recheck_ = [](const model::WebhookDelivery& /*delivery*/) { return std::nullopt; };
  const auto plan_one = [&] {
    Advance(std::chrono::seconds(60));  // a lease that was not ended
    Put(kGroupCreated, "g1");
    Must(delivery_.PlanAll());
  };
  plan_one();
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { static_cast<void>(delivery_.SendDue(sender_)); },
      [&](int n) {
        EXPECT_THAT(Targets(), IsEmpty()) << "after a failure of call " << n;
        plan_one();
      });
  EXPECT_GT(faults, 10);
  EXPECT_THAT(Targets(), IsEmpty());
}

TEST_F(SubscribersTest, AFailureOfTheStoreLosesNoEvent) {
  Must(Subscribe());
  Put(kGroupCreated, "g1");
  const int faults = testing::ForEveryFault(
      *faulty_.plan,
      [&] {
        if (delivery_.PlanAll()) static_cast<void>(delivery_.SendDue(sender_));
      },
      [&](int n) {
        Advance(std::chrono::seconds(60));  // a lease that was not ended
        SendAll();
        ASSERT_THAT(States(), SizeIs(static_cast<std::size_t>(n)));
        EXPECT_THAT(States(), Each(DeliveryState::kDelivered)) << "after a failure of call " << n;
        Put(kGroupCreated, "g1");
      });
  EXPECT_GT(faults, 10);
}

TEST_F(SubscribersTest, ADeliveryFailsAfterADay) {
  Must(Subscribe());
  Put(kGroupCreated, "g1");
  Must(delivery_.PlanAll());
  Advance(kSubscriberRetryTime + std::chrono::seconds(1));
  SendAll();
  EXPECT_THAT(Targets(), IsEmpty());
  EXPECT_THAT(States(), ElementsAre(DeliveryState::kFailed));
}

// Incident class F6: a failure of the store is neither "no such subscriber" nor "none".
TEST_F(SubscribersTest, AStorageFailureIsReportedAsSuch) {
  const auto made = Must(Subscribe());
  const auto check = [&](auto operation) {
    base::Code code = base::Code::kInternal;
    const int faults = testing::ForEveryFault(
        *faulty_.plan,
        [&] {
          const auto result = operation();
          code = result ? base::Code::kInternal : result.error().code;
        },
        [&](int n) { EXPECT_EQ(code, base::Code::kUnavailable) << "call " << n; });
    EXPECT_GT(faults, 0);
  };
  check([&] { return subscribers_.ListOwn(exporter_); });
  check([&] { return subscribers_.GetOwn(exporter_, made.id); });
}

// After the commit only the planner reads, so a failure there refuses no subscriber.
TEST_F(SubscribersTest, AFailureOfTheStoreLeavesNoHalfSubscriber) {
  std::optional<base::Result<model::WebhookEndpoint>> added;
  std::size_t present = 0;
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { added = Subscribe(); },
      [&](int n) {
        if (*added) {
          ++present;
        } else {
          EXPECT_EQ(added->error().code, base::Code::kUnavailable) << "call " << n;
        }
        EXPECT_THAT(Must(subscribers_.ListOwn(exporter_)), SizeIs(present)) << "call " << n;
      });
  EXPECT_GT(faults, 5);
}

TEST_F(SubscribersTest, TheEnvironmentReplacesTheSecret) {
  const auto made = Must(Subscribe());
  const auto rolled = Must(subscribers_.RollSecret(key_, made.id));
  EXPECT_NE(rolled.sealed, made.sealed);
  EXPECT_FALSE(Must(subscribers_.SecretsOf(rolled, clock().Now())).previous.empty());
  const auto row = std::make_shared<model::WebhookEndpoint>(rolled);
  const auto members = Must(subscribers_.PrivateMembers(std::vector<model::AnyRow>{row}));
  EXPECT_THAT(members[0], HasSubstr("\"endpoint_url\":\"" + made.url + "\",\"secret\":\"whsec_"));
}

TEST_F(SubscribersTest, TheLogOfDeliveriesHasThoseOfSubscribers) {
  const auto made = Must(Subscribe());
  Put(kGroupCreated, "g1");
  SendAll();
  const auto page = Must(deliveries_.ListOf(key_, made.id, {}));
  ASSERT_THAT(page.rows, SizeIs(1));
  Must(deliveries_.Resend(key_, Log()[0].id));
  SendAll();
  EXPECT_THAT(Targets(), SizeIs(2));
  EXPECT_FALSE(deliveries_.ListOf(key_, "wsub_missing", {}));
}

}  // namespace
}  // namespace bearward::webhooks
