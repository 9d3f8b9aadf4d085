// Tests of PostgreSQL alone: lost connections, several processes and privileges.
#include "store/engine_postgres.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <latch>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "store/columns.h"
#include "store/events.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

class PostgresEngineTest : public ::testing::Test {
 protected:
  static base::Status Append(Store& store, const std::string& target) {
    return store.Write(
        [&](WriteTx& tx) { return tx.Append(testing::SampleEvent("env_1", target)); });
  }
  const PostgresOptions options_ = testing::PostgresServer::Shared().Options();
};

// Regression: several programs that started at once ran the same migration step.
TEST_F(PostgresEngineTest, SixStoresMigrateAnEmptyDatabaseAtOnce) {
  std::latch all(6);
  std::atomic<int> opened = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i) {
      threads.emplace_back([&] {
        all.arrive_and_wait();
        const auto store = Store::Open(Postgres(options_, 1));
        EXPECT_TRUE(store.has_value()) << store.error().detail;
        if (store) ++opened;
      });
    }
  }
  EXPECT_EQ(opened.load(), 6);
}

// Backends are terminated repeatedly while events are written, also during COMMIT.
TEST_F(PostgresEngineTest, TerminatedBackendsLoseNoAcknowledgedWriteAndRepeatNone) {
  const auto store = Must(Store::Open(Postgres(options_, 1)));
  std::atomic<bool> done = false;
  std::jthread ending([&] {
    const auto engine = Must(OpenPostgres(options_, false));
    while (!done.load()) {
      (void)engine->Execute(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
          "WHERE application_name = 'bearward' AND pid <> pg_backend_pid() "
          "AND query IN ('COMMIT', 'BEGIN')",
          {});
      std::this_thread::yield();
    }
  });
  std::set<std::string> acknowledged;
  for (int i = 0; i < 200; ++i) {
    const std::string target = std::to_string(i);
    if (Append(*store, target)) acknowledged.insert(target);
  }
  done = true;
  ending.join();
  std::multiset<std::string> written;
  std::int64_t number = 0;
  for (const auto& event : Must(store->Read([](ReadTx& tx) { return ListAllEvents(tx, 0); }))) {
    EXPECT_EQ(event.number, ++number);
    written.insert(event.target);
  }
  EXPECT_FALSE(acknowledged.empty());
  for (const std::string& target : acknowledged) EXPECT_EQ(written.count(target), 1U) << target;
  for (const std::string& target : written) {
    EXPECT_EQ(written.count(target), 1U) << target;
    EXPECT_TRUE(acknowledged.contains(target)) << target << " was refused and written";
  }
}

// The ledger row of a writer that has not written for a week is deleted, although the writer may
// still be connected.
TEST_F(PostgresEngineTest, AWriterWhoseLedgerRowWasDeletedInsertsItAgain) {
  const auto engine = Must(OpenPostgres(options_, true));
  const auto write = [&] {
    Must(engine->Begin(true));
    Must(Done(engine->Execute("SELECT 1", {})));
    return engine->Commit();
  };
  const auto rows = [&] {
    return Must(ReadInteger(engine->Execute("SELECT count(*) FROM writers WHERE batch > 0", {})));
  };
  Must(write());
  EXPECT_EQ(rows(), 1);
  Must(Done(engine->Execute("DELETE FROM writers", {})));
  Must(write());
  EXPECT_EQ(rows(), 1);
}

TEST_F(PostgresEngineTest, AMissingPrivilegeIsNamed) {
  const auto owner = Must(OpenPostgres(options_, true));
  Must(Done(owner->Execute("DROP ROLE IF EXISTS reader", {})));
  Must(Done(owner->Execute("CREATE ROLE reader LOGIN", {})));
  PostgresOptions options = options_;
  options.schema = "new_" + options.schema;
  options.url.replace(options.url.find("user=bearward"), 13, "user=reader");
  const auto opened = OpenPostgres(options, true);
  ASSERT_EQ(CodeOf(opened), base::Code::kUnavailable);
  EXPECT_NE(opened.error().detail.find("CREATE"), std::string::npos) << opened.error().detail;
}

}  // namespace
}  // namespace bearward::store
