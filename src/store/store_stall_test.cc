// A database that does not respond: requests that wait for it are refused within a time limit, and
// reads continue. Incident class F6.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "store/engine_sqlite.h"
#include "store/environments.h"
#include "store/store.h"
#include "testing/faulty_engine.h"
#include "testing/gated_engine.h"
#include "testing/must.h"
#include "testing/sample_rows.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using std::chrono::milliseconds;
using testing::CodeOf;
using testing::Must;

constexpr auto kNothing = [](WriteTx&) -> base::Status { return {}; };

// DeferredEngine sends Begin with the first statement, as the engine of PostgreSQL does.
class DeferredEngine final : public Engine {
 public:
  explicit DeferredEngine(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
  base::Status Begin(bool write) override {
    begun_ = write;
    return {};
  }
  base::Result<Rows> Run(std::string_view sql, std::span<const Parameter> values,
                         Need need) override {
    BW_TRY(SendBegin());
    return engine_->Run(sql, values, need);
  }
  base::Status Commit() override {
    BW_TRY(SendBegin());
    return engine_->Commit();
  }
  void RollBack() override {
    if (!std::exchange(begun_, std::nullopt)) engine_->RollBack();
  }
  bool IsRetryable(const base::Error& error) const override { return engine_->IsRetryable(error); }
  void Maintain(bool idle) override { engine_->Maintain(idle); }

 private:
  base::Status SendBegin() {
    const auto begun = std::exchange(begun_, std::nullopt);
    return begun ? engine_->Begin(*begun) : base::Status();
  }

  std::unique_ptr<Engine> engine_;
  std::optional<bool> begun_;  // a Begin that is not sent yet, with its argument
};

class StoreStallConcurrency : public ::testing::Test {
 protected:
  void Open(milliseconds wait = milliseconds(600), int readers = 2) {
    EngineSource source = SqliteFile(path_, readers);
    source.wait = wait;
    store_ = Must(Store::Open(testing::WithGates(std::move(source), reads_, commits_)));
  }
  // Took calls `run` and returns the elapsed real time.
  template <class F>
  milliseconds Took(F run) {
    const std::int64_t begun = clock_.Ticks();
    run();
    return milliseconds((clock_.Ticks() - begun) / 1'000'000);
  }
  base::Status ReadOnce() {
    return store_->Read([](ReadTx& tx) -> base::Status {
      BW_TRY(ListEnvironments(tx));
      return {};
    });
  }

  const base::SystemClock clock_;
  testing::TempDir folder_;
  const std::string path_ = folder_.File("store.db");
  const std::shared_ptr<testing::Gate> reads_ = std::make_shared<testing::Gate>();
  const std::shared_ptr<testing::Gate> commits_ = std::make_shared<testing::Gate>();
  std::unique_ptr<Store> store_;
};

// Regression: writes behind a lock waited six seconds each, one after the other.
TEST_F(StoreStallConcurrency, ALockOfAnotherProcessFailsWritesButNotReads) {
  Open();
  const auto other = Must(OpenSqlite(path_, true));
  Must(other->Begin(true));
  base::Status status;
  EXPECT_LT(Took([&] { status = store_->Write(kNothing); }), milliseconds(5000));
  ASSERT_EQ(CodeOf(status), base::Code::kUnavailable);
  EXPECT_TRUE(status.error().retry_after.has_value());
  // From here on writes fail at once.
  EXPECT_LT(Took([&] { status = store_->Write(kNothing); }), milliseconds(150));
  EXPECT_EQ(CodeOf(status), base::Code::kUnavailable);
  EXPECT_EQ(CodeOf(store_->Ping()), base::Code::kUnavailable);
  Must(ReadOnce());

  other->RollBack();
  while (!store_->Write(kNothing)) std::this_thread::yield();
  Must(store_->Ping());
}

// Regression: with such an engine the writer took the lock for free again at once, so that every
// batch waited for it.
TEST_F(StoreStallConcurrency, WritesFailAtOnceUntilTheLockIsFreeIfBeginIsSentLater) {
  EngineSource source = SqliteFile(path_, 2);
  source.wait = milliseconds(600);
  source.open = [inner =
                     std::move(source.open)](bool writer) -> base::Result<std::unique_ptr<Engine>> {
    BW_TRY_ASSIGN(auto engine, inner(writer));
    return std::make_unique<DeferredEngine>(std::move(engine));
  };
  store_ = Must(Store::Open(source));
  const auto other = Must(OpenSqlite(path_, true));
  Must(other->Begin(true));
  EXPECT_FALSE(store_->Write(kNothing));
  for (const std::int64_t begun = clock_.Ticks(); clock_.Ticks() - begun < 1'000'000'000;) {
    base::Status status;
    ASSERT_LT(Took([&] { status = store_->Write(kNothing); }), milliseconds(250));
    ASSERT_EQ(CodeOf(status), base::Code::kUnavailable);
    std::this_thread::yield();
  }
  other->RollBack();
  while (!store_->Write(kNothing)) std::this_thread::yield();
}

// Regression: six nodes that started at once on a busy machine waited one second for each other, as
// requests do, and some of them ended.
TEST_F(StoreStallConcurrency, ALongerWaitOutlastsALockThatAShorterOneDoesNot) {
  Open(milliseconds(30'000));
  const auto other = Must(OpenSqlite(path_, true));
  Must(other->Begin(true));
  base::Status status;
  milliseconds took{};
  {
    const std::jthread write([&] { took = Took([&] { status = store_->Write(kNothing); }); });
    const std::int64_t begun = clock_.Ticks();
    while (clock_.Ticks() - begun < 2'000'000'000) std::this_thread::yield();
    other->RollBack();
  }
  Must(status);
  EXPECT_GE(took, milliseconds(1900));

  Must(other->Begin(true));
  store_->SetWait(milliseconds(600));
  EXPECT_LT(Took([&] { status = store_->Write(kNothing); }), milliseconds(5000));
  EXPECT_EQ(CodeOf(status), base::Code::kUnavailable);
}

TEST_F(StoreStallConcurrency, WritesThatWaitForALockAreFailedTogether) {
  Open();
  const auto other = Must(OpenSqlite(path_, true));
  Must(other->Begin(true));
  std::atomic<int> refused = 0;
  const milliseconds took = Took([&] {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 12; ++i) {
      threads.emplace_back([&] { refused += store_->Write(kNothing) ? 0 : 1; });
    }
  });
  EXPECT_EQ(refused, 12);
  EXPECT_LT(took, milliseconds(5000)) << "not one after the other";
  other->RollBack();
}

TEST_F(StoreStallConcurrency, ADiskThatHangsInACommitBlocksNoCaller) {
  Open(milliseconds(200));
  commits_->Close();
  base::Status first;
  std::jthread writing([&] { first = store_->Write(kNothing); });
  EXPECT_LT(Took([&] { writing.join(); }), milliseconds(5000));
  ASSERT_EQ(CodeOf(first), base::Code::kUnavailable);
  EXPECT_EQ(first.error().reason, "store_slow");
  // From here on writes fail at once.
  base::Status next;
  EXPECT_LT(Took([&] { next = store_->Write(kNothing); }), milliseconds(150));
  EXPECT_EQ(CodeOf(next), base::Code::kUnavailable);
  Must(ReadOnce());
  commits_->Open();
  while (!store_->Write(kNothing)) std::this_thread::yield();
}

// A write that was answered as failed must not run afterwards, because its closure refers to a
// stack frame that no longer exists.
TEST_F(StoreStallConcurrency, AWriteThatWasAnsweredAsOverdueIsNeverRun) {
  Open(milliseconds(200));
  commits_->Close();
  std::atomic<bool> running = false;
  std::atomic<bool> queued = false;
  store_->Post(
      [&](WriteTx&) -> base::Status {
        running = true;
        while (!queued) std::this_thread::yield();
        return {};
      },
      [](const base::Status&) {});
  while (!running) std::this_thread::yield();
  int runs = 0;
  std::optional<base::Status> posted;
  store_->Post(
      [&](WriteTx&) -> base::Status {
        ++runs;
        return {};
      },
      [&](base::Status status) { posted = std::move(status); });
  queued = true;
  const std::int64_t begun = clock_.Ticks();
  while (!posted && clock_.Ticks() - begun < 5'000'000'000) store_->FailOverdue();
  ASSERT_TRUE(posted.has_value());
  EXPECT_EQ(CodeOf(*posted), base::Code::kUnavailable);
  commits_->Open();
  while (!store_->Write(kNothing)) std::this_thread::yield();
  EXPECT_EQ(runs, 0);
}

TEST_F(StoreStallConcurrency, AReadThatFindsNoFreeConnectionIsRefusedInTime) {
  Open(milliseconds(200), 1);
  reads_->Close();
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  const auto read = [&] {
    refused += ReadOnce() ? 0 : 1;
    ++done;
  };
  std::jthread one(read);
  std::jthread another(read);
  while (done == 0) std::this_thread::yield();
  EXPECT_EQ(refused, 1);
  EXPECT_LT(Took([&] { EXPECT_FALSE(ReadOnce()); }), milliseconds(150)) << "nothing waits again";
  reads_->Open();
  one.join();
  another.join();
  EXPECT_EQ(refused, 1) << "the one that had a connection is answered";
  Must(ReadOnce());
}

// Regression: a full disk fails only writes, and /readyz did not detect it.
TEST(StorePing, FollowsWritesAndRecovers) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  const auto store = Must(Store::Open(testing::WithFaults(SqliteMemory(), plan)));
  const base::SystemClock clock;
  const std::int64_t begun = clock.Ticks();
  // When the commit of Open is too old to be a proof, Ping writes. Its calls are: read, begin, last
  // number, update.
  while (clock.Ticks() - begun < 5'000'000'000) {
    plan->FailCall(5);
    if (!store->Ping()) break;
    std::this_thread::yield();
  }
  EXPECT_TRUE(plan->fired());
  plan->Heal();
  Must(store->Ping());
}

}  // namespace
}  // namespace bearward::store
