#include "verify/refusal_log.h"

#include <gtest/gtest.h>

#include <thread>

#include "json/reader.h"
#include "store/events.h"
#include "testing/faulty_engine.h"
#include "testing/test_server.h"

namespace bearward::verify {
namespace {

using testing::Must;

class RefusalLogTest : public ::testing::Test {
 protected:
  RefusedRequest Wrong(std::string address = "192.0.2.1", std::string target = "user_ann") const {
    return {.type = model::EventType::kLoginFailed,
            .environment = environment_,
            .actor = {.origin = {.address = std::move(address), .request_id = "req-1"}},
            .target = std::move(target),
            .reason = "invalid_credentials",
            .at = world_.clock.Now()};
  }
  std::vector<model::Event> Events() {
    return Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::ListEvents(tx, environment_, before_, 1000); }));
  }
  std::int64_t Total() {
    std::int64_t sum = 0;
    for (const model::Event& event : Events()) {
      sum += *Must(json::Parse(event.data)).Find("count")->AsInt();
    }
    return sum;
  }
  void PassInterval() { world_.clock.Advance(RefusalLog::kInterval); }

  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer world_{
      {.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  model::EnvironmentId environment_ = world_.AddEnvironment("production");
  std::int64_t before_ =
      Must(world_.store->Read([](store::ReadTx& tx) { return store::LastEventNumber(tx); }));
  RefusalLog refusals_{*world_.store, world_.clock};
};

TEST_F(RefusalLogTest, TheFirstIsOneWholeEventAtTheNextFlush) {
  refusals_.Note(Wrong());
  EXPECT_TRUE(Events().empty()) << "nothing is written on the path of a request";
  Must(refusals_.Flush());
  const auto events = Events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kLoginFailed);
  EXPECT_EQ(events[0].target, "user_ann");
  EXPECT_EQ(events[0].actor.kind, "system");
  EXPECT_EQ(events[0].actor.origin, (model::Origin{"192.0.2.1", "req-1"}));
  EXPECT_EQ(events[0].at, world_.clock.Now());
  EXPECT_EQ(events[0].data, R"({"reason":"invalid_credentials","count":1})");
}

TEST_F(RefusalLogTest, RepeatsBecomeOneEventAnInterval) {
  refusals_.Note(Wrong());
  Must(refusals_.Flush());
  for (int i = 0; i < 500; ++i) {
    refusals_.Note(Wrong());
    Must(refusals_.Flush());
  }
  EXPECT_EQ(Events().size(), 1U);
  EXPECT_EQ(refusals_.waiting(), 500U);
  PassInterval();
  Must(refusals_.Flush());
  const auto events = Events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_TRUE(events[1].data.contains(R"("count":500,"since":"2031-)")) << events[1].data;
  EXPECT_EQ(refusals_.noted(), 501U);
  EXPECT_EQ(refusals_.aggregated(), 499U);
  EXPECT_EQ(refusals_.waiting(), 0U);
}

TEST_F(RefusalLogTest, AfterAQuietIntervalTheNextIsAFirstOneAgain) {
  for (int i = 0; i < 2; ++i) {
    refusals_.Note(Wrong());
    Must(refusals_.Flush());
    EXPECT_EQ(Events().size(), static_cast<std::size_t>(i + 1));
    PassInterval();
    Must(refusals_.Flush());
  }
}

TEST_F(RefusalLogTest, DifferentRefusalsAreCountedSeparatelyAndOneNetworkIsOne) {
  refusals_.Note(Wrong("2001:db8::1"));
  refusals_.Note(Wrong("2001:db8::2"));
  refusals_.Note(Wrong("2001:db8:0:1::1"));
  refusals_.Note(Wrong("2001:db8::1", "user_bob"));
  auto other = Wrong("2001:db8::1");
  other.reason = "too_many_failures";
  refusals_.Note(other);
  Must(refusals_.Flush());
  EXPECT_EQ(Events().size(), 4U);
  EXPECT_EQ(Total(), 5);
}

// A guessing attack with many names or from many networks must not fill the log.
TEST_F(RefusalLogTest, EventsAreBoundedAndEachRefusalIsCounted) {
  for (int i = 0; i < 300; ++i) refusals_.Note(Wrong("192.0.2.1", "user_" + std::to_string(i)));
  Must(refusals_.Flush());
  EXPECT_EQ(Events().size(), RefusalLog::kMostOfNetwork + 1);
  EXPECT_EQ(Total(), 300);
  for (int i = 0; i < 3000; ++i) {
    refusals_.Note(Wrong("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250)));
  }
  Must(refusals_.Flush());
  EXPECT_LE(Events().size(), RefusalLog::kMostRows + 1);
  PassInterval();
  Must(refusals_.Flush());
  EXPECT_LE(Events().size(), RefusalLog::kMostRows + 2);
  EXPECT_EQ(Total(), 3300);
  EXPECT_TRUE(Events().back().data.contains(R"("merged":true)"));
  EXPECT_EQ(Events().back().actor.origin, model::Origin{});
  EXPECT_EQ(Events().back().target, "");
}

TEST_F(RefusalLogTest, GroupsAreFreeAgainAfterAQuietInterval) {
  for (int i = 0; i < 300; ++i) refusals_.Note(Wrong("192.0.2.1", "user_" + std::to_string(i)));
  Must(refusals_.Flush());
  PassInterval();
  Must(refusals_.Flush());
  const std::size_t so_far = Events().size();
  refusals_.Note(Wrong());
  Must(refusals_.Flush());
  ASSERT_EQ(Events().size(), so_far + 1);
  EXPECT_EQ(Events().back().target, "user_ann");
}

TEST_F(RefusalLogTest, WhatCouldNotBeWrittenIsWrittenLater) {
  refusals_.Note(Wrong());
  plan_->FailCall(1);
  EXPECT_FALSE(refusals_.Flush());
  refusals_.Note(Wrong());
  plan_->Heal();
  Must(refusals_.Flush());
  EXPECT_EQ(Total(), 2);
}

TEST_F(RefusalLogTest, TheEndWritesWhatIsNotDueYet) {
  refusals_.Note(Wrong());
  Must(refusals_.Flush());
  refusals_.Note(Wrong());
  Must(refusals_.FlushAll());
  EXPECT_EQ(Total(), 2);
}

TEST_F(RefusalLogTest, NoCachedVerdictIsForgotten) {
  EXPECT_EQ(model::InvalidationOf(model::EventType::kLoginFailed), model::Invalidation::kNone);
  EXPECT_EQ(model::InvalidationOf(model::EventType::kLoginThrottled), model::Invalidation::kNone);
  EXPECT_EQ(model::InvalidationOf(model::EventType::kClientFailed), model::Invalidation::kNone);
  EXPECT_EQ(model::InvalidationOf(model::EventType::kClientThrottled), model::Invalidation::kNone);
  EXPECT_EQ(model::InvalidationOf(model::EventType::kAccessDenied), model::Invalidation::kNone);
}

using RefusalLogConcurrency = RefusalLogTest;

TEST_F(RefusalLogConcurrency, ConcurrentNotesAreAllCounted) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        refusals_.Note(Wrong("192.0.2." + std::to_string(t)));
        if (i % 50 == 0) Must(refusals_.Flush());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Must(refusals_.FlushAll());
  EXPECT_EQ(Total(), 800);
}

}  // namespace
}  // namespace bearward::verify
