// Many threads on one store. This test also runs under ThreadSanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "store/environments.h"
#include "store/events.h"
#include "store/organizations.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/sample_rows.h"
#include "testing/store_rows.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::Must;

const model::EnvironmentId kOne = {"env_1"};
constexpr int kThreads = 16;
constexpr int kWritesEach = 20;

class StoreConcurrency : public ::testing::TestWithParam<testing::StoreRow> {
 protected:
  StoreConcurrency() {
    Must(store_->Write(
        [](WriteTx& tx) { return InsertEnvironment(tx, testing::SampleEnvironment("env_1")); }));
  }

  // WriteFromManyThreads calls write(thread, i) kWritesEach times on each of kThreads threads,
  // while `read` runs concurrently.
  template <class Write, class Read>
  void WriteFromManyThreads(Write write, Read read) {
    std::atomic<bool> done = false;
    std::vector<std::jthread> readers;
    readers.emplace_back([&] {
      while (!done) read();
    });
    {
      std::vector<std::jthread> writers;
      for (int thread = 0; thread < kThreads; ++thread) {
        writers.emplace_back([&, thread] {
          for (int i = 0; i < kWritesEach; ++i) write(thread, i);
        });
      }
    }
    done = true;
  }
  std::vector<model::Event> Log() {
    return Must(store_->Read([](ReadTx& tx) { return ListAllEvents(tx, 0); }));
  }

  testing::TempDir folder_;
  std::unique_ptr<Store> store_ = Must(Store::Open(GetParam().make(folder_)));
};

TEST_P(StoreConcurrency, EveryAnsweredWriteIsStoredAndTheLogHasNoGaps) {
  std::vector<std::int64_t> heard;
  store_->OnCommit([&](std::span<const model::Event> events) {
    for (const auto& event : events) heard.push_back(event.number);
  });
  std::atomic<std::int64_t> seen = 0;
  WriteFromManyThreads(
      [&](int thread, int i) {
        Must(store_->Write([&](WriteTx& tx) {
          return tx.Append(
              testing::SampleEvent("env_1", std::to_string(thread) + "/" + std::to_string(i)));
        }));
      },
      [&] {
        const auto last = Must(store_->Read(LastEventNumber));
        EXPECT_GE(last, seen.exchange(last)) << "the log shrank";
      });
  const auto log = Log();
  ASSERT_EQ(log.size(), static_cast<std::size_t>(kThreads * kWritesEach));
  ASSERT_EQ(heard.size(), log.size());
  for (std::size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(log[i].number, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(heard[i], log[i].number);
  }
}

TEST_P(StoreConcurrency, ReadingThenWritingInOneClosureLosesNoUpdate) {
  Must(store_->Write(
      [](WriteTx& tx) { return InsertOrganization(tx, testing::SampleOrganization("env_1", 1)); }));
  const auto find = [](ReadTx& tx) { return FindOrganizationByName(tx, kOne, "Organization 1"); };
  WriteFromManyThreads(
      [&](int, int) {
        Must(store_->Write([&](WriteTx& tx) -> base::Status {
          BW_TRY_ASSIGN(auto organization, find(tx));
          if (!organization) return base::Fail(base::Internal("it has gone"));
          organization->number += 1;
          return UpdateOrganization(tx, *organization);
        }));
      },
      [&] { EXPECT_TRUE(Must(store_->Read(find)).has_value()); });
  EXPECT_EQ(Must(store_->Read(find))->number, 1 + kThreads * kWritesEach);
}

TEST_P(StoreConcurrency, FailedWritesHaveNoEffectBesideSuccessfulOnes) {
  WriteFromManyThreads(
      [&](int thread, int i) {
        const bool fails = (thread + i) % 3 == 0;
        const auto status = store_->Write([&](WriteTx& tx) -> base::Status {
          BW_TRY(tx.Append(testing::SampleEvent("env_1", fails ? "bad" : "good")));
          if (fails) return base::Fail(base::Conflict("no", "No."));
          return {};
        });
        EXPECT_EQ(status.has_value(), !fails);
      },
      [&] { Must(store_->Ping()); });
  std::int64_t number = 0;
  for (const auto& event : Log()) {
    EXPECT_EQ(event.number, ++number);
    EXPECT_EQ(event.target, "good");
  }
}

TEST_P(StoreConcurrency, AReadSeesAllOfAWriteOrNothing) {
  const auto append_two = [](WriteTx& tx) -> base::Status {
    BW_TRY(tx.Append(testing::SampleEvent("env_1", "first")));
    return tx.Append(testing::SampleEvent("env_1", "second"));
  };
  WriteFromManyThreads([&](int, int) { Must(store_->Write(append_two)); },
                       [&] { EXPECT_EQ(Must(store_->Read(LastEventNumber)) % 2, 0); });
  EXPECT_EQ(Log().size(), 2u * kThreads * kWritesEach);
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreConcurrency, ::testing::ValuesIn(testing::kStoreRows),
                         testing::StoreRowName);

}  // namespace
}  // namespace bearward::store
