#include "keys/expiry_reminders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "keys/environment_keys.h"
#include "keys/organization_keys.h"
#include "store/administrators.h"
#include "store/emails.h"
#include "testing/cast.h"

namespace bearward::keys {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;

class ExpiryRemindersTest : public ::testing::Test {
 protected:
  // KeyFor makes a key of Ann that expires after `life`.
  std::string KeyFor(std::chrono::milliseconds life) {
    model::OrganizationApiKey row;
    row.organization = cast_.acme;
    row.user = cast_.ann;
    row.name = "nightly";
    row.expires_at = world_.clock.Now() + life;
    const std::string id = Must(keys_.Create(environment_, row)).id;
    before_ = cast_.LastEvent();
    return id;
  }
  // After advances the clock, runs what is due, and returns the names of the new events.
  std::vector<std::string> After(std::chrono::milliseconds time) {
    const std::int64_t before = cast_.LastEvent();
    world_.clock.Advance(time);
    Must(reminders_.RunDue());
    return cast_.NamesAfter(before);
  }
  std::vector<model::Email> Emails() {
    return Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::ListDueEmails(tx, world_.clock.Now(), 1'000); }));
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  testing::TestServer& world_ = cast_.world;
  const resource::Parts parts_{*world_.store, world_.clock, world_.entropy};
  OrganizationKeys keys_{parts_};
  const model::Caller environment_ = cast_.As(cast_.production);
  mail::Outbox outbox_{world_.ring, world_.entropy, {}, true};
  ExpiryReminders reminders_{parts_, outbox_, world_.ring};
  std::int64_t before_ = 0;
};

TEST_F(ExpiryRemindersTest, TheOwnerIsReminded30And7And1DaysBeforeTheExpiry) {
  const std::string key = KeyFor(days(40));
  EXPECT_THAT(After(days(10) - hours(1)), IsEmpty());
  EXPECT_THAT(After(hours(1)), ElementsAre("api_key.expiring"));
  EXPECT_THAT(After(days(22)), IsEmpty());
  EXPECT_THAT(After(days(1)), ElementsAre("api_key.expiring"));
  EXPECT_THAT(After(days(5)), IsEmpty());
  EXPECT_THAT(After(days(1)), ElementsAre("api_key.expiring"));
  EXPECT_THAT(After(days(2)), IsEmpty()) << "an expired key";
  for (const model::Event& event : cast_.EventsAfter(before_)) {
    EXPECT_EQ(event.target, key);
    EXPECT_THAT(event.data, HasSubstr("\"expires_at\""));
  }
}

TEST_F(ExpiryRemindersTest, TheEmailNamesTheKeyAndItsEnd) {
  const std::string key = KeyFor(days(8));
  After(days(1));
  const auto emails = Emails();
  ASSERT_EQ(emails.size(), 1U);
  EXPECT_EQ(emails[0].recipient, "ann@example.test");
  EXPECT_EQ(emails[0].user, cast_.ann);
  EXPECT_EQ(emails[0].organization, cast_.acme);
  const mail::Message message = Must(outbox_.Open(emails[0]));
  EXPECT_THAT(std::string(message.text.Reveal()), HasSubstr(key));
  EXPECT_THAT(std::string(message.text.Reveal()),
              HasSubstr(base::FormatIsoMillis(emails[0].expires_at)));
}

TEST_F(ExpiryRemindersTest, AMissedReminderIsMadeOnceAndOnlyTheNewest) {
  KeyFor(days(40));
  EXPECT_THAT(After(days(39) + hours(1)), ElementsAre("api_key.expiring"));
  EXPECT_THAT(After(hours(2)), IsEmpty());
}

TEST_F(ExpiryRemindersTest, AKeyOfAShortLifeHasNoReminderFromBeforeItsCreation) {
  KeyFor(days(5));
  EXPECT_THAT(After(hours(2)), IsEmpty());
  EXPECT_THAT(After(days(4)), ElementsAre("api_key.expiring"));
}

TEST_F(ExpiryRemindersTest, ALaterExpiryIsRemindedOfAgain) {
  const std::string key = KeyFor(days(30) + hours(1));
  EXPECT_THAT(After(hours(2)), ElementsAre("api_key.expiring"));
  Must(keys_.Expire(environment_, {key}, {.at = world_.clock.Now() + days(60)}));
  EXPECT_THAT(After(days(29)), IsEmpty());
  EXPECT_THAT(After(days(1)), ElementsAre("api_key.expiring"));
}

TEST_F(ExpiryRemindersTest, ADeletedKeyHasNone) {
  const std::string key = KeyFor(days(31));
  Must(keys_.Delete(environment_, {key}));
  EXPECT_THAT(After(days(2)), IsEmpty());
}

TEST_F(ExpiryRemindersTest, AKeyOfAnOrganizationHasAnEventInItAndNoEmail) {
  model::OrganizationApiKey row;
  row.organization = cast_.acme;
  row.name = "ci";
  row.expires_at = world_.clock.Now() + days(31);
  Must(keys_.Create(environment_, row));
  const std::int64_t before = cast_.LastEvent();
  EXPECT_THAT(After(days(2)), ElementsAre("api_key.expiring"));
  EXPECT_EQ(cast_.EventsAfter(before).front().organization, cast_.acme);
  EXPECT_THAT(Emails(), IsEmpty());
}

TEST_F(ExpiryRemindersTest, TheAdministratorsAreRemindedOfAKeyOfTheEnvironment) {
  Must(world_.store->Write([&](store::WriteTx& tx) {
    return store::InsertAdministrator(tx, cast_.production, cast_.bob, world_.clock.Now());
  }));
  const EnvironmentKeys keys({*world_.store, world_.clock, world_.entropy});
  const auto live = model::Need::Live();
  const auto by_operator = world_.verifier.ForOperator(cast_.production, {live});
  Must(keys.Create(*by_operator.caller(), {.expires_at = world_.clock.Now() + days(31)}));
  EXPECT_THAT(After(days(2)), ElementsAre("api_key.expiring"));
  ASSERT_EQ(Emails().size(), 1U);
  EXPECT_EQ(Emails()[0].recipient, "bob@example.test");
}

TEST_F(ExpiryRemindersTest, ItLooksOnceAnHour) {
  EXPECT_THAT(After(hours(0)), IsEmpty());
  KeyFor(days(30) + std::chrono::minutes(1));
  EXPECT_THAT(After(std::chrono::minutes(30)), IsEmpty());
  EXPECT_THAT(After(std::chrono::minutes(30)), ElementsAre("api_key.expiring"));
}

TEST_F(ExpiryRemindersTest, AStorageFailureLosesNoReminder) {
  KeyFor(days(31));
  world_.clock.Advance(days(2));
  int call = 0;
  while (true) {
    faulty_.plan->FailCall(++call);
    const base::Status status = reminders_.RunDue();
    const bool fired = faulty_.plan->fired();
    faulty_.plan->Heal();
    if (!fired) break;
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, base::Code::kUnavailable);
    EXPECT_EQ(cast_.LastEvent(), before_);
    EXPECT_THAT(Emails(), IsEmpty());
  }
  EXPECT_GT(call, 2);
  EXPECT_THAT(cast_.NamesAfter(before_), ElementsAre("api_key.expiring"));
  EXPECT_EQ(Emails().size(), 1U);
}

}  // namespace
}  // namespace bearward::keys
