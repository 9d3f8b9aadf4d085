#include "store/events.h"

#include "store/pruning.h"

#include <gtest/gtest.h>

#include <chrono>

#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::SampleEvent;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

base::Status AppendOne(WriteTx& tx, const model::Event& event) { return tx.Append(event); }

class EventsTable : public ::testing::Test {
 protected:
  std::vector<std::int64_t> Numbers(const model::EnvironmentId& environment, std::int64_t after,
                                    int limit) {
    std::vector<std::int64_t> numbers;
    for (const auto& event : db_.Read(ListEvents, environment, after, limit)) {
      numbers.push_back(event.number);
    }
    return numbers;
  }
  // Append adds an event that is `hours` hours later than the sample time.
  void Append(const char* env, int hours) {
    auto event = SampleEvent(env, "user_1");
    event.at += std::chrono::hours(hours);
    db_.Write(AppendOne, event);
  }
  testing::MemoryStore db_;
};

TEST_F(EventsTable, AnEventIsReadBackCompletely) {
  auto event = SampleEvent("env_1", "session_1");
  event.number = 77;  // the store assigns the number
  event.organization = model::OrganizationId{"org_1"};
  event.type = model::EventType::kSessionReuseDetected;
  event.actor = {.kind = "user",
                 .id = "user_1",
                 .credential_id = "key_1",
                 .origin = {.address = "2001:db8::1", .request_id = "req-7"}};
  event.data = R"({"address":"192.0.2.1"})";
  db_.Write(AppendOne, event);
  db_.Write(AppendOne, SampleEvent("env_1", "user_1"));
  const auto events = db_.Read(ListEvents, kOne, std::int64_t{0}, 10);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].number, 1);
  EXPECT_EQ(events[0].environment, kOne);
  EXPECT_EQ(events[0].organization, model::OrganizationId{"org_1"});
  EXPECT_EQ(events[0].type, model::EventType::kSessionReuseDetected);
  EXPECT_EQ(events[0].actor.kind, "user");
  EXPECT_EQ(events[0].actor.id, "user_1");
  EXPECT_EQ(events[0].actor.credential_id, "key_1");
  EXPECT_EQ(events[0].actor.origin, event.actor.origin);
  EXPECT_EQ(events[0].target, "session_1");
  EXPECT_EQ(events[0].at, testing::kSampleTime);
  EXPECT_EQ(events[0].data, event.data);
  EXPECT_EQ(events[1].organization, std::nullopt);
  EXPECT_EQ(events[1].actor.kind, "system");
  EXPECT_EQ(events[1].actor.credential_id, "");
  EXPECT_EQ(events[1].actor.origin, model::Origin{});
}

TEST_F(EventsTable, AreListedPerEnvironmentAfterANumberUpToALimit) {
  for (const char* env : {"env_1", "env_2", "env_1", "env_1"}) Append(env, 0);
  EXPECT_EQ(Numbers(kOne, 0, 10), (std::vector<std::int64_t>{1, 3, 4}));
  EXPECT_EQ(Numbers(kOne, 1, 1), std::vector<std::int64_t>{3});
  EXPECT_EQ(Numbers(kTwo, 0, 10), std::vector<std::int64_t>{2});
  EXPECT_TRUE(Numbers(kTwo, 2, 10).empty());
  EXPECT_EQ(db_.Read(LastEventNumber), 4);
}

TEST_F(EventsTable, TheWholeLogIsListedInOrder) {
  for (const char* env : {"env_1", "env_2", "env_1"}) Append(env, 0);
  const auto events = db_.Read(ListAllEvents, std::int64_t{1});
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].environment, kTwo);
  EXPECT_EQ(events[1].number, 3);
}

TEST_F(EventsTable, PruningDeletesTheOldestUpToTheBatch) {
  for (int hours : {0, 1, 2, 3, 4}) Append("env_1", hours);
  const base::Time before = testing::kSampleTime + std::chrono::hours(3);
  const PruneBounds bounds{.before = before, .now = before + std::chrono::hours(10)};
  EXPECT_EQ(db_.Write(PruneEvents, bounds, 2), 2);
  EXPECT_EQ(db_.Write(PruneEvents, bounds, 2), 1);
  EXPECT_EQ(db_.Write(PruneEvents, bounds, 2), 0);
  EXPECT_EQ(Numbers(kOne, 0, 10), (std::vector<std::int64_t>{4, 5}));
}

// Regression: events written while the wall clock was far ahead prevented the pruning of all later
// events until that time was reached.
TEST_F(EventsTable, EventsFromTheFutureDoNotPreventPruning) {
  for (int hours : {0, 9000, 9000, 9000, 1, 2, 5, 6}) Append("env_1", hours);
  const PruneBounds bounds{.before = testing::kSampleTime + std::chrono::hours(3),
                           .now = testing::kSampleTime + std::chrono::hours(6)};
  EXPECT_EQ(db_.Write(PruneEvents, bounds, 2), 2) << "past a whole window from the future";
  EXPECT_EQ(db_.Write(PruneEvents, bounds, 2), 1);
  EXPECT_EQ(db_.Write(PruneEvents, bounds, 10), 0);
  EXPECT_EQ(Numbers(kOne, 0, 10), (std::vector<std::int64_t>{2, 3, 4, 7, 8}));
}

// If the log were pruned completely, numbers would start again from 1, and readers with a cursor
// would miss all new events.
TEST_F(EventsTable, NumbersAreNotReusedAfterPruning) {
  for (int hours : {0, 0, 0}) Append("env_1", hours);
  const base::Time later = testing::kSampleTime + std::chrono::hours(1);
  db_.Write(PruneEvents, PruneBounds{.before = later, .now = later}, 10);
  Append("env_1", 0);
  EXPECT_EQ(Numbers(kOne, 0, 10), (std::vector<std::int64_t>{3, 4}));
}

}  // namespace
}  // namespace bearward::store
