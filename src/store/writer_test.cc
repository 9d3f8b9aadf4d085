#include "store/writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/wake_batch.h"
#include "store/columns.h"
#include "store/engine_sqlite.h"
#include "store/migrations.h"
#include "testing/faulty_engine.h"
#include "testing/gated_engine.h"
#include "testing/must.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;
using testing::SampleEvent;

class WriterTest : public ::testing::Test {
 protected:
  WriterTest() {
    Must(Migrate(engine_, Migrations()));
    Must(engine_.Execute("CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY)", {}));
  }
  static base::Status Insert(WriteTx& tx, std::int64_t id) {
    return Done(tx.Execute("INSERT INTO things (id) VALUES (?1)", {id}));
  }
  // Things counts the rows; no writer may be running.
  std::int64_t Things() {
    return Must(ReadInteger(engine_.Execute("SELECT count(*) FROM things", {})));
  }
  // QueueBehind blocks the writer until `count` threads have called write(i) and wait, and
  // `meanwhile` has returned. It returns when all writes have been answered.
  static void QueueBehind(
      Writer& writer, int count, const std::function<void(int)>& write,
      const std::function<void()>& meanwhile = [] {}) {
    std::latch entered(1);
    std::latch open(1);
    std::jthread first([&] {
      Must(writer.Write([&](WriteTx&) -> base::Status {
        entered.count_down();
        open.wait();
        return {};
      }));
    });
    entered.wait();
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&write, i] { write(i); });
    while (writer.waiting() < static_cast<std::size_t>(count)) std::this_thread::yield();
    meanwhile();
    open.count_down();
  }

  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::FaultyEngine engine_{Must(OpenSqlite(":memory:", true)), plan_};
  std::mutex engine_mutex_;
};

// A blocking Write inside a wake-up batch (base::WakeBatch) must notify the writer at once: the
// batch cannot end before the write is answered.
TEST_F(WriterTest, AWriteInsideAWakeBatchIsAnswered) {
  Writer writer(engine_, engine_mutex_, 0, {});
  const base::WakeBatch burst;
  std::atomic<int> answered = 0;
  writer.Post([](WriteTx& tx) { return Insert(tx, 1); }, [&](const base::Status&) { ++answered; });
  EXPECT_TRUE(writer.Write([](WriteTx& tx) { return Insert(tx, 2); }));
  EXPECT_EQ(answered, 1);
}

TEST_F(WriterTest, QueuedWritesAreCommittedTogether) {
  {
    Writer writer(engine_, engine_mutex_, 0, {});
    int commits = 0;
    std::size_t events_heard = 0;
    writer.publisher().OnCommit([&](std::span<const model::Event> events) {
      ++commits;
      events_heard += events.size();
    });
    QueueBehind(writer, 20, [&](int i) {
      Must(writer.Write([&](WriteTx& tx) -> base::Status {
        BW_TRY(Insert(tx, i));
        return tx.Append(SampleEvent("env_1", std::to_string(i)));
      }));
    });
    EXPECT_EQ(commits, 1);
    EXPECT_EQ(events_heard, 20u);
  }
  EXPECT_EQ(Things(), 20);
}

TEST_F(WriterTest, CallbacksRunAfterTheCommitInTheOrderOfPosting) {
  std::vector<std::string> results;
  {
    Writer writer(engine_, engine_mutex_, 0, {});
    writer.publisher().OnCommit(
        [&](std::span<const model::Event>) { results.emplace_back("commit"); });
    QueueBehind(
        writer, 0, [](int) {},
        [&] {
          for (const std::int64_t id : {1, 2, 1}) {
            writer.Post(
                [id](WriteTx& tx) -> base::Status {
                  BW_TRY(Insert(tx, id));
                  return tx.Append(SampleEvent("env_1", "a"));
                },
                [&results](base::Status status) { results.emplace_back(status ? "yes" : "no"); });
          }
        });
  }
  EXPECT_EQ(results, (std::vector<std::string>{"commit", "yes", "yes", "no"}));
  EXPECT_EQ(Things(), 2);
}

TEST_F(WriterTest, AFullQueueRejectsAPostOnTheCallingThread) {
  Writer writer(engine_, engine_mutex_, 0, {.waiting = 1});
  std::vector<base::Code> results;
  const auto nothing = [](WriteTx&) -> base::Status { return {}; };
  QueueBehind(
      writer, 1, [&](int) { Must(writer.Write(nothing)); },
      [&] {
        writer.Post(nothing,
                    [&results](base::Status status) { results.push_back(CodeOf(status)); });
        EXPECT_EQ(results, std::vector<base::Code>{base::Code::kUnavailable});
      });
  EXPECT_EQ(results.size(), 1U);
}

TEST_F(WriterTest, ABatchIsBounded) {
  Writer writer(engine_, engine_mutex_, 0, {.batch = 8});
  std::vector<std::size_t> sizes;
  writer.publisher().OnCommit(
      [&](std::span<const model::Event> events) { sizes.push_back(events.size()); });
  QueueBehind(writer, 20, [&](int i) {
    Must(writer.Write(
        [&](WriteTx& tx) { return tx.Append(SampleEvent("env_1", std::to_string(i))); }));
  });
  EXPECT_EQ(sizes, (std::vector<std::size_t>{8, 8, 4}));
}

TEST_F(WriterTest, AFullQueueIsUnavailableAtOnce) {
  {
    Writer writer(engine_, engine_mutex_, 0, {.waiting = 3});
    base::Status refused;
    QueueBehind(
        writer, 3, [&](int i) { Must(writer.Write([&](WriteTx& tx) { return Insert(tx, i); })); },
        [&] { refused = writer.Write([&](WriteTx& tx) { return Insert(tx, 9); }); });
    ASSERT_EQ(CodeOf(refused), base::Code::kUnavailable);
    EXPECT_EQ(refused.error().reason, "store_queue_full");
  }
  EXPECT_EQ(Things(), 3);
}

TEST_F(WriterTest, EveryQueuedWriteIsAnsweredBeforeTheWriterEnds) {
  std::atomic<int> written = 0;
  {
    auto writer = std::make_unique<Writer>(engine_, engine_mutex_, 0, Writer::Limits{.batch = 2});
    QueueBehind(*writer, 9, [&](int i) {
      Must(writer->Write([&](WriteTx& tx) { return Insert(tx, i); }));
      ++written;
    });
  }
  EXPECT_EQ(written, 9);
  EXPECT_EQ(Things(), 9);
}

TEST_F(WriterTest, AFailedCommitIsUnavailableForEveryWriteOfTheBatch) {
  {
    Writer writer(engine_, engine_mutex_, 0, {});
    int heard = 0;
    writer.publisher().OnCommit([&](std::span<const model::Event>) { ++heard; });
    // The calls are: begin, last number, insert, event, commit.
    plan_->FailCall(5);
    const auto status = writer.Write([](WriteTx& tx) -> base::Status {
      BW_TRY(Insert(tx, 1));
      return tx.Append(SampleEvent("env_1", "a"));
    });
    EXPECT_TRUE(plan_->fired());
    EXPECT_EQ(CodeOf(status), base::Code::kUnavailable);
    EXPECT_EQ(heard, 0);
  }
  plan_->Heal();
  EXPECT_EQ(Things(), 0);
}

TEST_F(WriterTest, ARetryableFailureRunsTheClosureAgainAndNumbersStayGapless) {
  std::vector<std::int64_t> numbers;
  int runs = 0;
  {
    Writer writer(engine_, engine_mutex_, 0, {});
    writer.publisher().OnCommit([&](std::span<const model::Event> events) {
      for (const auto& event : events) numbers.push_back(event.number);
    });
    for (int call = 1; call <= 5; ++call) {
      plan_->FailCall(call, 1, true);
      Must(writer.Write([&](WriteTx& tx) -> base::Status {
        ++runs;
        BW_TRY(Insert(tx, call));
        return tx.Append(SampleEvent("env_1", "a"));
      }));
      EXPECT_TRUE(plan_->fired());
    }
  }
  plan_->Heal();
  EXPECT_EQ(Things(), 5);
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(runs, 5 + 3) << "only the first two calls come before the closure";
}

TEST_F(WriterTest, SavepointsAreUsedOnlyForTheBatchesAfterAFailure) {
  Writer writer(engine_, engine_mutex_, 0, {.careful = 4});
  std::int64_t next = 100;
  // Calls returns the calls of the database for one batch of two writes.
  const auto calls = [&](bool one_fails) {
    const std::int64_t first = next;
    next += 2;
    base::Status failed;
    std::promise<void> answered;
    QueueBehind(
        writer, 0, [](int) {},
        [&] {
          plan_->Heal();
          writer.Post([=](WriteTx& tx) { return Insert(tx, first); }, [](const base::Status&) {});
          writer.Post([=](WriteTx& tx) { return Insert(tx, one_fails ? first : first + 1); },
                      [&](base::Status status) {
                        failed = std::move(status);
                        answered.set_value();
                      });
        });
    answered.get_future().wait();  // else the next write could join that batch
    Must(writer.Write([](WriteTx&) -> base::Status { return {}; }));
    EXPECT_EQ(failed.has_value(), !one_fails);
    // Without the one call (commit) of the write that blocked the writer, and the three calls of
    // the write above.
    return plan_->calls() - 1 - 3;
  };
  constexpr int kOptimistic = 5;              // begin, last number, two closures, commit
  constexpr int kCareful = 5 + 2 * 2;         // a savepoint and its release for each closure
  constexpr int kFailed = 4 + 5 + 2 * 2 + 1;  // an attempt without commit, then the careful one
  EXPECT_EQ(calls(false), kOptimistic);
  EXPECT_EQ(calls(true), kFailed);
  EXPECT_EQ(calls(false), kCareful);
  // Each call of `calls` also runs two batches of one write, which count as careful batches.
  EXPECT_EQ(calls(false), kOptimistic);
}

TEST_F(WriterTest, FailedWriteOfABatchHasNoEffectAndTheOthersRunAgain) {
  std::vector<std::string> published;
  std::atomic<int> runs = 0;
  std::atomic<int> refused = 0;
  {
    Writer writer(engine_, engine_mutex_, 0, {});
    writer.publisher().OnCommit([&](std::span<const model::Event> events) {
      for (const auto& event : events) published.push_back(event.target);
    });
    QueueBehind(writer, 9, [&](int i) {
      const base::Status status = writer.Write([&](WriteTx& tx) -> base::Status {
        ++runs;
        BW_TRY(Insert(tx, i));
        BW_TRY(tx.Append(SampleEvent("env_1", std::to_string(i))));
        if (i % 3 == 0) return base::Fail(base::Conflict("taken", "Taken."));
        return {};
      });
      if (!status) ++refused;
      EXPECT_EQ(status.has_value(), i % 3 != 0);
    });
  }
  EXPECT_EQ(refused, 3);
  EXPECT_EQ(Things(), 6);
  EXPECT_GT(runs, 9);
  EXPECT_EQ(Must(ReadInteger(engine_.Execute("SELECT max(number) FROM events", {}))), 6);
  EXPECT_EQ(published.size(), 6U) << "events of the attempt that was rolled back are not published";
}

TEST_F(WriterTest, OnlyWriteOfABatchThatFailsRunsOnceAndCommitsNothing) {
  Writer writer(engine_, engine_mutex_, 0, {});
  int runs = 0;
  const auto status = writer.Write([&](WriteTx& tx) -> base::Status {
    ++runs;
    BW_TRY(Insert(tx, 1));
    return base::Fail(base::Conflict("taken", "Taken."));
  });
  EXPECT_EQ(CodeOf(status), base::Code::kConflict);
  EXPECT_EQ(runs, 1);
  Must(writer.Write([](WriteTx& tx) { return Insert(tx, 1); }));
}

TEST_F(WriterTest, TheNumberOfAttemptsIsLimited) {
  Writer writer(engine_, engine_mutex_, 0, {.attempts = 3});
  int runs = 0;
  plan_->FailCall(1, 1000, true);
  EXPECT_EQ(CodeOf(writer.Write([&](WriteTx&) -> base::Status {
              ++runs;
              return {};
            })),
            base::Code::kUnavailable);
  EXPECT_EQ(plan_->calls(), 3);
  EXPECT_EQ(runs, 0);
}

// A storage failure that the closure treats as "not found" would otherwise become a 401.
TEST_F(WriterTest, AFailureThatTheClosureIgnoredOrReplacedIsStillUnavailable) {
  for (const bool overlook : {true, false}) {
    {
      Writer writer(engine_, engine_mutex_, 0, {});
      plan_->FailCall(3);
      const auto status = writer.Write([&](WriteTx& tx) -> base::Status {
        if (Insert(tx, 1)) return {};
        if (overlook) return {};
        return base::Fail(base::Unauthenticated("credential_unknown", "Who are you?"));
      });
      EXPECT_TRUE(plan_->fired());
      EXPECT_EQ(CodeOf(status), base::Code::kUnavailable);
    }
    plan_->Heal();
    EXPECT_EQ(Things(), 0);
  }
}

// MaintainedEngine records commits and calls of Maintain, each with its time.
class MaintainedEngine final : public Engine {
 public:
  enum class Call : std::uint8_t { kCommit, kUnderLoad, kIdle };
  struct Entry {
    Call call;
    std::chrono::nanoseconds at;
  };

  explicit MaintainedEngine(Engine& engine) : engine_(engine) {}

  base::Status Begin(bool write) override { return engine_.Begin(write); }
  base::Result<Rows> Run(std::string_view sql, std::span<const Parameter> values,
                         Need need) override {
    return engine_.Run(sql, values, need);
  }
  base::Status Commit() override {
    Note(Call::kCommit);
    return engine_.Commit();
  }
  void RollBack() override { engine_.RollBack(); }
  bool IsRetryable(const base::Error& error) const override { return engine_.IsRetryable(error); }
  void Maintain(bool idle) override {
    checkpoints_.Pass();
    Note(idle ? Call::kIdle : Call::kUnderLoad);
  }

  // checkpoints returns the gate at which Maintain waits.
  testing::Gate& checkpoints() { return checkpoints_; }
  // AwaitIdle returns what was recorded, once the last entry is a Maintain of an idle writer.
  std::vector<Entry> AwaitIdle() {
    std::unique_lock lock(mutex_);
    noted_.wait(lock, [&] { return !entries_.empty() && entries_.back().call == Call::kIdle; });
    return entries_;
  }

 private:
  void Note(Call call) {
    const std::lock_guard lock(mutex_);
    entries_.push_back({call, std::chrono::nanoseconds(clock_.Ticks())});
    noted_.notify_all();
  }

  Engine& engine_;
  const base::SystemClock clock_;
  testing::Gate checkpoints_;
  std::mutex mutex_;
  std::condition_variable noted_;
  std::vector<Entry> entries_;
};

class WriterCheckpointTest : public WriterTest {
 protected:
  using Call = MaintainedEngine::Call;
  using Calls = std::vector<Call>;
  static constexpr auto kNothing = [](WriteTx&) -> base::Status { return {}; };
  // CallsOf returns the calls since the first idle one, which is that of the start.
  static Calls CallsOf(std::span<const MaintainedEngine::Entry> entries) {
    Calls calls;
    for (const auto& entry : entries.subspan(1)) calls.push_back(entry.call);
    return calls;
  }

  MaintainedEngine maintained_{engine_};
};

TEST_F(WriterCheckpointTest, TheWriterIsIdleWhenTheQueueHasBeenEmptyForFiveMilliseconds) {
  Writer writer(maintained_, engine_mutex_, 0, {});
  maintained_.AwaitIdle();
  for (int i = 0; i < 3; ++i) {
    Must(writer.Write(kNothing));
    maintained_.AwaitIdle();
  }
  const auto entries = maintained_.AwaitIdle();
  EXPECT_EQ(CallsOf(entries),
            (Calls{Call::kCommit, Call::kUnderLoad, Call::kIdle, Call::kCommit, Call::kUnderLoad,
                   Call::kIdle, Call::kCommit, Call::kUnderLoad, Call::kIdle}))
      << "once after each write, and not again until the next one";
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i].call != Call::kIdle) continue;
    EXPECT_GE(entries[i].at - entries[i - 1].at, std::chrono::milliseconds(5));
  }
}

// The queue is empty when the last batch is taken, and yet its clients are about to write again.
TEST_F(WriterCheckpointTest, AfterABatchTheWriterIsUnderLoad) {
  Writer writer(maintained_, engine_mutex_, 0, {.batch = 1});
  maintained_.AwaitIdle();
  QueueBehind(writer, 3, [&](int) { Must(writer.Write(kNothing)); });
  EXPECT_EQ(CallsOf(maintained_.AwaitIdle()),
            (Calls{Call::kCommit, Call::kUnderLoad, Call::kCommit, Call::kUnderLoad, Call::kCommit,
                   Call::kUnderLoad, Call::kCommit, Call::kUnderLoad, Call::kIdle}));
}

TEST_F(WriterCheckpointTest, AWriteIsAnsweredBeforeTheCheckpoint) {
  Writer writer(maintained_, engine_mutex_, 0, {});
  maintained_.AwaitIdle();
  maintained_.checkpoints().Close();
  EXPECT_TRUE(writer.Write(kNothing));
  maintained_.checkpoints().Open();
}

}  // namespace
}  // namespace bearward::store
