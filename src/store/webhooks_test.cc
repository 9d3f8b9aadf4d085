// Tables of webhooks: the order of deliveries, leases and pruning.
#include "store/webhooks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "store/environments.h"
#include "store/pruning_fixture.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using model::DeliveryState;
using std::chrono::hours;
using testing::kSampleTime;
using testing::Must;

class WebhookTables : public ::testing::Test {
 protected:
  WebhookTables() {
    db_.Write(InsertEnvironment, testing::SampleEnvironment("env_1"));
    endpoint_.id = "we_1";
    endpoint_.environment = {"env_1"};
    endpoint_.url = "https://example.com/";
    endpoint_.sealed = "sealed";
    endpoint_.created_at = endpoint_.updated_at = kSampleTime;
    Must(db_->Write([&](WriteTx& tx) { return WebhookEndpoints().Insert(tx, endpoint_); }));
  }
  model::WebhookDelivery Plan(int number, const std::string& object) {
    model::WebhookDelivery delivery;
    delivery.id = "wd_" + std::to_string(number);
    delivery.environment = {"env_1"};
    delivery.endpoint = endpoint_.id;
    delivery.object_id = object;
    delivery.sequence = number;
    delivery.created_at = delivery.updated_at = kSampleTime + hours(number);
    db_.Write(PlanDelivery, delivery);
    return delivery;
  }
  std::vector<std::string> Due() {
    std::vector<std::string> ids;
    for (const auto& delivery :
         db_.Read(ListDueDeliveries, endpoint_, kSampleTime + hours(99), 10)) {
      ids.push_back(delivery.id);
    }
    return ids;
  }
  std::optional<model::WebhookEndpoint> FindDue() {
    return db_.Read(FindDueEndpoint, kSampleTime + hours(99));
  }
  std::int64_t Prune(std::string_view table, base::Time before, int batch = 100) {
    return PruneTable(db_, table, before, batch);
  }

  testing::MemoryStore db_;
  model::WebhookEndpoint endpoint_;
};

TEST_F(WebhookTables, ADeliveryBecomesDueWhenTheEarlierOneAboutItsObjectHasEnded) {
  auto first = Plan(1, "a");
  Plan(2, "a");
  Plan(3, "b");
  EXPECT_THAT(Due(), ::testing::ElementsAre("wd_1", "wd_3"));
  first.attempts = 1;
  first.next_at = kSampleTime + hours(100);
  db_.Write(StoreOutcome, first, kSampleTime);
  EXPECT_THAT(Due(), ::testing::ElementsAre("wd_3")) << "it is still pending";
  first.state = DeliveryState::kFailed;
  first.next_at.reset();
  db_.Write(StoreOutcome, first, kSampleTime);
  EXPECT_THAT(Due(), ::testing::ElementsAre("wd_2", "wd_3"));
  EXPECT_EQ(db_.Read(CountPendingDeliveries), 2);
}

// A replay plans earlier events while a later one is pending.
TEST_F(WebhookTables, APendingDeliveryWaitsForAnEarlierOneThatIsPlannedLater) {
  Plan(2, "a");
  Plan(3, "b");
  auto first = Plan(1, "a");
  EXPECT_THAT(Due(), ::testing::ElementsAre("wd_1", "wd_3"));
  first.state = DeliveryState::kDelivered;
  db_.Write(StoreOutcome, first, kSampleTime);
  EXPECT_THAT(Due(), ::testing::ElementsAre("wd_2", "wd_3"));
}

TEST_F(WebhookTables, AFailedAttemptWaitsForAnEarlierDeliveryThatWasPlannedMeanwhile) {
  auto second = Plan(2, "a");
  Plan(1, "a");
  second.attempts = 1;
  second.next_at = kSampleTime + hours(3);
  db_.Write(StoreOutcome, second, kSampleTime);
  EXPECT_THAT(Due(), ::testing::ElementsAre("wd_1"));
}

TEST_F(WebhookTables, AnEndpointIsDueUnlessItIsLeasedPausedOrDisabled) {
  EXPECT_FALSE(FindDue());
  Plan(1, "a");
  ASSERT_TRUE(FindDue());
  const base::Time far = kSampleTime + hours(1000);
  EXPECT_TRUE(db_.Write(LeaseEndpoint, endpoint_, far));
  EXPECT_FALSE(FindDue());
  model::WebhookEndpoint leased = endpoint_;
  leased.leased_until = far;
  leased.paused_until = far;
  leased.failures = 1;
  EXPECT_TRUE(db_.Write(EndLease, leased, kSampleTime));
  EXPECT_FALSE(db_.Write(EndLease, leased, kSampleTime)) << "the lease has ended";
  EXPECT_FALSE(FindDue()) << "it is paused";
  const auto paused =
      *Must(db_->Read([&](ReadTx& tx) { return WebhookEndpoints().Find(tx, {"env_1"}, "we_1"); }));
  EXPECT_EQ(paused.failures, 1);
  EXPECT_EQ(paused.paused_until, far);
  EXPECT_FALSE(db_.Write(LeaseEndpoint, endpoint_, far)) << "it was leased since it was read";
}

TEST_F(WebhookTables, TheCursorMovesForOneOfTwo) {
  EXPECT_EQ(db_.Read(ReadWebhookCursor), 0);
  EXPECT_TRUE(db_.Write(MoveWebhookCursor, std::int64_t{0}, std::int64_t{7}));
  EXPECT_FALSE(db_.Write(MoveWebhookCursor, std::int64_t{0}, std::int64_t{9}));
  EXPECT_EQ(db_.Read(ReadWebhookCursor), 7);
  db_.Write(SkipOldEvents);
  EXPECT_EQ(db_.Read(ReadWebhookCursor), 7) << "there is an endpoint";
}

TEST_F(WebhookTables, DeliveriesAndAttemptsArePrunedByTheirAgeInBatches) {
  for (const int number : {1, 2, 3}) {
    const auto delivery = Plan(number, "a");
    model::WebhookAttempt attempt;
    attempt.id = "wa_" + std::to_string(number);
    attempt.environment = {"env_1"};
    attempt.delivery = delivery.id;
    attempt.created_at = attempt.updated_at = delivery.created_at;
    Must(db_->Write([&](WriteTx& tx) { return WebhookAttempts().Insert(tx, attempt); }));
  }
  for (const char* table : {"webhook_deliveries", "webhook_attempts"}) {
    EXPECT_EQ(Prune(table, kSampleTime + hours(1)), 0) << table;
    EXPECT_EQ(Prune(table, kSampleTime + hours(3), 1), 1) << table;
    EXPECT_EQ(Prune(table, kSampleTime + hours(3)), 1) << table;
    EXPECT_EQ(Prune(table, kSampleTime + hours(3)), 0) << table;
  }
  EXPECT_EQ(db_.Read(CountPendingDeliveries), 1);
}

}  // namespace
}  // namespace bearward::store
