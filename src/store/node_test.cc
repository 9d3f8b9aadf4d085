#include "store/node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

#include "store/columns.h"
#include "store/engine_postgres.h"
#include "store/events.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

// TestNode is one node: a store that follows the others, with the targets of the events that its
// listeners have received.
class TestNode {
 public:
  explicit TestNode(const PostgresOptions& options) {
    EngineSource source = Postgres(options, 1);
    source.shared = options;
    store_ = Must(Store::Open(source));
    store_->OnCommit([this](std::span<const model::Event> events) {
      const std::lock_guard lock(mutex_);
      for (const model::Event& event : events) {
        EXPECT_EQ(event.number, ++last_) << "no gap and no repeat";
        heard_.insert(event.target);
      }
    });
  }
  TestNode& Follow(Store::Adopt adopt = [](auto) -> base::Status { return {}; }) {
    Must(store_->Follow(std::move(adopt)));
    return *this;
  }
  base::Status Revoke(const std::string& target) {
    return store_->Write([&](WriteTx& tx) {
      model::Event event = testing::SampleEvent("env_1", target);
      event.type = model::EventType::kSessionEnded;
      return tx.Append(event);
    });
  }
  bool Heard(const std::string& target) {
    const std::lock_guard lock(mutex_);
    return heard_.contains(target);
  }
  Store& store() { return *store_; }

 private:
  std::mutex mutex_;
  std::int64_t last_ = 0;         // guarded by mutex_
  std::set<std::string> heard_;   // guarded by mutex_
  std::unique_ptr<Store> store_;  // last, because its threads call the listener
};

class NodeTest : public ::testing::Test {
 protected:
  const PostgresOptions options_ = testing::PostgresServer::Shared().Options();
};

TEST_F(NodeTest, AnAnsweredRevocationIsKnownToEveryNode) {
  TestNode one(options_);
  TestNode two(options_);
  one.Follow();
  two.Follow();
  for (int i = 0; i < 200; ++i) {
    const std::string target = std::to_string(i);
    Must((i % 2 == 0 ? one : two).Revoke(target));
    EXPECT_TRUE(one.Heard(target) && two.Heard(target)) << i;
    EXPECT_TRUE(one.store().IsCurrent() && two.store().IsCurrent());
  }
  EXPECT_EQ(one.store().node_state()->live, 2U);
}

// The positive control: without Follow, the other node has not received the event when the write is
// answered.
TEST_F(NodeTest, AStoreThatDoesNotFollowReceivesForeignEventsOnlyWhenItCatchesUp) {
  TestNode one(options_);
  TestNode two(options_);
  Must(one.Revoke("a"));
  EXPECT_FALSE(two.Heard("a"));
  EXPECT_TRUE(Must(two.store().CatchUp()));
  EXPECT_TRUE(two.Heard("a"));
}

// Blocker simulates a node whose process is stopped: its thread blocks in `adopt` until Release.
class Blocker {
 public:
  Store::Adopt Adopt() {
    return [this](std::span<const model::Event>) -> base::Status {
      std::unique_lock lock(mutex_);
      blocked_.wait(lock, [this] { return released_; });
      return {};
    };
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    blocked_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable blocked_;
  bool released_ = false;  // guarded by mutex_
};

TEST_F(NodeTest, ANodeThatStopsHoldsNoLeaseOnceTheRevocationIsAnswered) {
  TestNode one(options_);
  TestNode two(options_);
  Blocker stopped;
  one.Follow();
  two.Follow(stopped.Adopt());
  const std::int64_t begin = base::BootTicks();
  Must(one.Revoke("a"));
  const std::chrono::nanoseconds waited(base::BootTicks() - begin);
  EXPECT_FALSE(two.store().IsCurrent());
  EXPECT_GE(waited, std::chrono::milliseconds(500)) << "the other node held a lease";
  EXPECT_LT(waited, kLease * 6 / 5 + std::chrono::milliseconds(500));
  EXPECT_EQ(CodeOf(two.store().AwaitCurrent()), base::Code::kUnavailable);
  // The next write does not wait for it again.
  const std::int64_t again = base::BootTicks();
  Must(one.Revoke("b"));
  EXPECT_LT(std::chrono::nanoseconds(base::BootTicks() - again), std::chrono::milliseconds(500));
  stopped.Release();
  Must(two.store().AwaitCurrent());
  EXPECT_TRUE(two.Heard("b"));
}

TEST_F(NodeTest, WritesThatTouchNoVerdictDoNotWaitForAStoppedNode) {
  TestNode one(options_);
  TestNode two(options_);
  Blocker stopped;
  one.Follow();
  two.Follow(stopped.Adopt());
  const std::int64_t begin = base::BootTicks();
  Must(one.store().Write([](WriteTx& tx) {
    model::Event event = testing::SampleEvent("env_1", "new");
    event.type = model::EventType::kSessionCreated;
    return tx.Append(event);
  }));
  EXPECT_LT(std::chrono::nanoseconds(base::BootTicks() - begin), std::chrono::milliseconds(500));
  stopped.Release();
}

TEST_F(NodeTest, ANodeThatHasEndedIsNotWaitedFor) {
  TestNode one(options_);
  one.Follow();
  {
    TestNode(options_).Follow();
  }
  const std::int64_t begin = base::BootTicks();
  Must(one.Revoke("a"));
  EXPECT_LT(std::chrono::nanoseconds(base::BootTicks() - begin), std::chrono::milliseconds(500));
}

TEST_F(NodeTest, AnEventThatWasNotAdoptedIsPassedAgain) {
  TestNode one(options_);
  TestNode two(options_);
  std::atomic<int> offered = 0;
  one.Follow();
  two.Follow([&](std::span<const model::Event>) -> base::Status {
    if (++offered < 3) return base::Fail(base::Unavailable("not_now", "a fault"));
    return {};
  });
  Must(one.Revoke("a"));
  EXPECT_GE(offered.load(), 3);
  EXPECT_TRUE(two.store().IsCurrent());
}

TEST_F(NodeTest, SixNodesMigrateAnEmptyDatabaseAtOnce) {
  std::latch all(6);
  std::atomic<int> opened = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i) {
      threads.emplace_back([&] {
        all.arrive_and_wait();
        const auto store = Store::Open(Postgres(options_, 1));
        EXPECT_TRUE(store.has_value()) << store.error().detail;
        opened += store.has_value() ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(opened.load(), 6);
}

// The backends of the writer and of the follower are terminated while events are written. Each
// acknowledged event is in the log exactly once, and no event is there twice.
TEST_F(NodeTest, TerminatedBackendsLoseNoAcknowledgedWrite) {
  TestNode one(options_);
  TestNode two(options_);
  one.Follow();
  two.Follow();
  // The backends are terminated once for every four writes. Otherwise the terminating thread might
  // let no write succeed, and the test would prove nothing.
  std::atomic<int> attempts = 0;
  std::jthread ending([&](const std::stop_token& stop) {
    const auto engine = Must(OpenPostgres(options_, false));
    for (int due = 0; !stop.stop_requested();) {
      if (attempts.load() < due) {
        std::this_thread::yield();
        continue;
      }
      (void)engine->Execute(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
          "WHERE application_name = 'bearward' AND pid <> pg_backend_pid()",
          {});
      due = attempts.load() + 4;
    }
  });
  std::set<std::string> acknowledged;
  for (int i = 0; i < 100; ++i, ++attempts) {
    const std::string target = std::to_string(i);
    if (one.Revoke(target)) acknowledged.insert(target);
  }
  ending.request_stop();
  ending.join();
  Must(two.store().AwaitCurrent());
  std::multiset<std::string> written;
  for (const auto& event :
       Must(two.store().Read([](ReadTx& tx) { return ListAllEvents(tx, 0); }))) {
    written.insert(event.target);
  }
  for (const std::string& target : acknowledged) EXPECT_EQ(written.count(target), 1U) << target;
  for (const std::string& target : written) EXPECT_EQ(written.count(target), 1U) << target;
  EXPECT_FALSE(acknowledged.empty());
}

// In a restored database other events have the numbers of the lost ones, so the caches must not be
// used.
TEST_F(NodeTest, AnotherHistoryEndsTheLease) {
  TestNode one(options_);
  one.Follow();
  Must(one.Revoke("a"));
  Must(one.Revoke("b"));
  const auto engine = Must(OpenPostgres(options_, false));
  Must(engine->Execute("DELETE FROM events WHERE number = 2", {}));
  EXPECT_EQ(CodeOf(one.Revoke("c")), base::Code::kUnavailable);
  while (one.store().IsCurrent()) std::this_thread::yield();
  EXPECT_EQ(one.store().node_state()->failure, "event_log_changed");
}

}  // namespace
}  // namespace bearward::store
