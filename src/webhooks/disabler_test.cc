// Receivers that fail for days are disabled.
#include "webhooks/disabler.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "store/administrators.h"
#include "store/emails.h"
#include "webhooks/webhook_fixture.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using model::EndpointStatus;
using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::SizeIs;

class DisablerTest : public WebhookFixture {
 protected:
  void SetUp() override {
    Must(store().Write([&](store::WriteTx& tx) {
      return store::InsertAdministrator(tx, cast_.production, cast_.ann, clock().Now());
    }));
    endpoint_ = Add();
    Change([&](model::WebhookEndpoint& row) { row.url = target_.Url("/hook?token=canary"); });
  }
  void Change(const std::function<void(model::WebhookEndpoint&)>& set) {
    Must(endpoints_.Update(key_, endpoint_.id, [&](model::WebhookEndpoint& row) -> base::Status {
      set(row);
      return {};
    }));
  }
  EndpointStatus StatusNow() { return Must(endpoints_.Get(key_, endpoint_.id)).status; }
  // Fail lets an event happen every six hours for a time, and sends what is due.
  void Fail(hours time) {
    for (hours passed{0}; passed < time; passed += hours(6)) {
      Put(kGroupCreated, "g" + std::to_string(++groups_));
      SendAll();
      Advance(hours(6));
    }
  }
  std::vector<model::Email> Emails() {
    return Must(store().Read(
        [&](store::ReadTx& tx) { return store::ListDueEmails(tx, clock().Now(), 100); }));
  }

  std::atomic<int> status_ = 500;
  std::atomic<bool> is_changed_during_request_ = false;
  testing::HttpReceiver target_{[this](const auto& /*request*/) {
    if (is_changed_during_request_.exchange(false)) {
      Change([](model::WebhookEndpoint& row) { row.events = {"group.created"}; });
    }
    return Status(status_);
  }};
  model::WebhookEndpoint endpoint_;
  int groups_ = 0;
};

TEST_F(DisablerTest, AnEndpointThatFailsForFiveDaysIsDisabledAndTheAdministratorsAreWritten) {
  Fail(kLongestFailing);
  EXPECT_EQ(StatusNow(), EndpointStatus::kEnabled);
  EXPECT_THAT(Emails(), IsEmpty());
  const auto since = *Must(endpoints_.Get(key_, endpoint_.id)).failing_since;
  EXPECT_EQ(since, clock().Now() - kLongestFailing);
  const auto first = cast_.LastEvent();
  Fail(hours(6));
  EXPECT_EQ(StatusNow(), EndpointStatus::kDisabled);
  const auto events = cast_.EventsAfter(first);
  ASSERT_THAT(events, SizeIs(2)) << "the group, and the endpoint";
  EXPECT_EQ(events[1].type, kWebhookEndpointUpdated);
  EXPECT_EQ(events[1].actor.kind, "system");
  EXPECT_THAT(events[1].data, HasSubstr(R"("status":{"before":"enabled","after":"disabled"})"));
  const auto emails = Emails();
  ASSERT_THAT(emails, SizeIs(1));
  EXPECT_EQ(emails[0].recipient, "ann@example.test");
  EXPECT_EQ(emails[0].kind, "webhook_disabled");
  const mail::Message message = Must(outbox_.Open(emails[0]));
  EXPECT_THAT(std::string(message.text.Reveal()),
              HasSubstr("\r\n" + endpoint_.id + " (127.0.0.1), since " +
                        base::FormatIsoMillis(since) + "\r\n"))
      << "without the rest of the URL";
  const auto requests = target_.requests().size();
  Fail(hours(24));
  EXPECT_EQ(target_.requests().size(), requests) << "nothing is sent to a disabled endpoint";
  EXPECT_THAT(Emails(), SizeIs(1));
}

TEST_F(DisablerTest, AnEndpointThatDoesNotAnswerIsDisabledToo) {
  status_ = 503;
  Fail(kLongestFailing + hours(6));
  EXPECT_EQ(StatusNow(), EndpointStatus::kDisabled);
}

TEST_F(DisablerTest, ASuccessBeginsTheFiveDaysAgain) {
  Fail(hours(96));
  status_ = 200;
  Fail(hours(6));
  EXPECT_FALSE(Must(endpoints_.Get(key_, endpoint_.id)).failing_since);
  status_ = 500;
  Fail(kLongestFailing);
  EXPECT_EQ(StatusNow(), EndpointStatus::kEnabled);
  Fail(hours(6));
  EXPECT_EQ(StatusNow(), EndpointStatus::kDisabled);
}

TEST_F(DisablerTest, AnEndpointThatIsEnabledAgainHasFiveDays) {
  Fail(kLongestFailing + hours(6));
  ASSERT_EQ(StatusNow(), EndpointStatus::kDisabled);
  Change([](model::WebhookEndpoint& row) { row.status = EndpointStatus::kEnabled; });
  Advance(hours(1));
  Fail(kLongestFailing);
  EXPECT_EQ(StatusNow(), EndpointStatus::kEnabled);
  Fail(hours(6));
  EXPECT_EQ(StatusNow(), EndpointStatus::kDisabled);
}

TEST_F(DisablerTest, AnEndpointThatIsChangedMeanwhileStaysEnabled) {
  Fail(kLongestFailing);
  is_changed_during_request_ = true;
  Fail(hours(6));
  EXPECT_EQ(StatusNow(), EndpointStatus::kEnabled);
  EXPECT_THAT(Emails(), IsEmpty());
}

TEST_F(DisablerTest, AFailureOfTheStoreDisablesItLater) {
  Fail(kLongestFailing);
  Put(kGroupCreated, "last");
  Must(delivery_.PlanAll());
  for (int n = 1; n <= 100 && StatusNow() == EndpointStatus::kEnabled; ++n) {
    faulty_.plan->FailCall(n);
    static_cast<void>(delivery_.SendDue(sender_));
    faulty_.plan->Heal();
    Advance(hours(1));
  }
  EXPECT_EQ(StatusNow(), EndpointStatus::kDisabled);
  EXPECT_THAT(Emails(), SizeIs(1));
}

}  // namespace
}  // namespace bearward::webhooks
