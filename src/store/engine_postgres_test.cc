// Tests of PostgreSQL alone: lost connections, several processes and privileges.
#include "store/engine_postgres.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <latch>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "store/columns.h"
#include "store/events.h"
#include "store/store.h"
#include "testing/loopback_listener.h"
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

// The rows of Later are sent at the commit, so it reports what was wrong with them.
TEST_F(PostgresEngineTest, ACommitWithAnInsertThatFailsHasNoEffectAndNamesTheCause) {
  const auto engine = Must(OpenPostgres(options_, true));
  const auto commit = [&](const std::vector<std::string>& backends) {
    Must(engine->Begin(true));
    for (const std::string& backend : backends) {
      const std::array<Parameter, 2> values = {BorrowedText(backend), 1};
      Must(engine->Later("INSERT INTO writers (backend, batch) VALUES (?1, ?2)", values));
    }
    const base::Status committed = engine->Commit();
    return committed ? std::string("committed") : committed.error().reason;
  };
  const std::string nul("nul\0", 4);
  EXPECT_EQ(commit({"a", nul}), kLaterFailed);
  EXPECT_EQ(commit({"a", "b", "b"}), kLaterFailed);
  EXPECT_EQ(commit({"c", "d", "e"}), "committed");
  EXPECT_EQ(Must(ReadInteger(engine->Execute(
                "SELECT count(*) FROM writers WHERE backend IN ('a', 'b', 'c', 'd', 'e')", {}))),
            3);
}

TEST_F(PostgresEngineTest, RowsOfARolledBackTransactionAreForgotten) {
  const auto engine = Must(OpenPostgres(options_, true));
  const std::array<Parameter, 2> values = {std::string("a"), 1};
  Must(engine->Begin(true));
  Must(engine->Later("INSERT INTO writers (backend, batch) VALUES (?1, ?2)", values));
  engine->RollBack();
  EXPECT_EQ(
      Must(ReadInteger(engine->Execute("SELECT count(*) FROM writers WHERE backend = 'a'", {}))),
      0);
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

constexpr std::string_view kLock =
    "SELECT pg_advisory_xact_lock(hashtextextended('bearward ' || current_schema(), 0))";

enum class Lock : std::uint8_t { kHeld, kAwaited };

// AwaitLock returns once a connection holds the lock of that database and schema, or waits for it.
void AwaitLock(const PostgresOptions& options, Lock lock = Lock::kHeld) {
  const auto engine = Must(OpenPostgres(options, false));
  const auto locks = [&] {
    return Must(ReadInteger(engine->Execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND "
        "database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND "
        "(classid::bigint << 32 | objid::bigint) = "
        "hashtextextended('bearward ' || current_schema(), 0) AND granted = (?1 = 1)",
        std::array<Parameter, 1>{std::int64_t{lock == Lock::kHeld}})));
  };
  while (locks() == 0) std::this_thread::yield();
}

// TakeLock queues a transaction that takes the lock.
void TakeLock(PostgresConnection& connection) {
  connection.Later("BEGIN");
  connection.Later(std::string(kLock));
}

// SendHalf stops in the middle of a pipeline: libpq sends what exceeds its buffer, so the server
// receives only a part of this statement.
void SendHalf(PostgresConnection& connection) {
  const std::array<Parameter, 1> large = {std::string(1 << 20, 'x')};
  Must(connection.Send("SELECT ?1", large));
}

// Regression: a process that was stopped while it sent kept the lock until PostgreSQL ended its
// connection. No timeout of PostgreSQL applies in the middle of a pipeline.
TEST_F(PostgresEngineTest, AWriterThatStoppedWhileItSentLosesTheLock) {
  EngineSource source = Postgres(options_, 0);
  source.wait = std::chrono::seconds(10);
  const auto store = Must(Store::Open(source));
  const auto stopped = Must(PostgresConnection::Connect(options_));
  TakeLock(*stopped);
  SendHalf(*stopped);
  AwaitLock(options_);
  Must(Append(*store, "x"));
  EXPECT_FALSE(stopped->Flush().has_value());
}

// Regression: only a holder that had stopped before the wait began lost the lock in time. The wait
// is longer than one attempt (0.9 s) and shorter than two.
TEST_F(PostgresEngineTest, AWriteThatWaitsWhenTheHolderStopsSucceedsAtItsSecondAttempt) {
  EngineSource source = Postgres(options_, 0);
  source.wait = std::chrono::milliseconds(1600);
  const auto store = Must(Store::Open(source));
  const auto stopped = Must(PostgresConnection::Connect(options_));
  TakeLock(*stopped);
  Must(stopped->Flush());
  std::jthread waiting([&] { Must(Append(*store, "x")); });
  AwaitLock(options_, Lock::kAwaited);
  SendHalf(*stopped);
  waiting.join();
  EXPECT_FALSE(stopped->Flush().has_value());
}

// A schema of the same name has the same key in every database of a server.
TEST_F(PostgresEngineTest, AStuckHolderInAnotherDatabaseKeepsItsLock) {
  const auto admin = Must(OpenPostgres(options_, false));
  Must(Done(admin->Execute("CREATE DATABASE " + options_.schema, {})));
  PostgresOptions other = options_;
  const std::string name = "dbname=postgres";
  other.url.replace(other.url.find(name), name.size(), "dbname=" + options_.schema);
  Must(OpenPostgres(other, true));  // creates the schema, whose name is a part of the key
  EngineSource source = Postgres(options_, 0);
  source.wait = std::chrono::seconds(10);
  const auto store = Must(Store::Open(source));
  const auto elsewhere = Must(PostgresConnection::Connect(other));
  const auto here = Must(PostgresConnection::Connect(options_));
  for (PostgresConnection* const stopped : {elsewhere.get(), here.get()}) {
    TakeLock(*stopped);
    SendHalf(*stopped);
  }
  AwaitLock(other);
  AwaitLock(options_);
  Must(Append(*store, "x"));
  Must(elsewhere->Flush());
  EXPECT_FALSE(here->Flush().has_value());
}

TEST_F(PostgresEngineTest, AWriterThatHoldsTheLockBetweenStatementsLosesIt) {
  EngineSource source = Postgres(options_, 0);
  source.wait = std::chrono::seconds(10);
  const auto store = Must(Store::Open(source));
  const auto idle = Must(OpenPostgres(options_, true));
  Must(idle->Begin(true));
  Must(idle->Execute("SELECT 1", {}));
  Must(Append(*store, "x"));
  EXPECT_FALSE(idle->Commit().has_value());
}

// ClientSockets returns this process' sockets that are connected to that port.
std::vector<int> ClientSockets(std::uint16_t port) {
  std::vector<int> found;
  constexpr int kDescriptors = 1024;
  for (int fd = 0; fd < kDescriptors; ++fd) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    auto* const address = reinterpret_cast<sockaddr*>(&peer);  // as for every family
    if (::getpeername(fd, address, &size) == 0 && peer.sin_family == AF_INET &&
        ntohs(peer.sin_port) == port) {
      found.push_back(fd);
    }
  }
  return found;
}

int OptionOf(int socket, int level, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  ::getsockopt(socket, level, name, &value, &size);
  return value;
}

// A connection over TCP finds out on both sides that the other machine has failed.
TEST(PostgresTcp, BothSidesNoticeAMachineThatHasFailed) {
  const std::uint16_t port = testing::LoopbackListener().port();
  testing::PostgresServer server(port);
  const PostgresOptions options = server.Options();
  const auto engine = Must(OpenPostgres(options, true));
  const auto setting = [&](const std::string& name) {
    return std::get<std::string>(
        Must(engine->Execute("SELECT current_setting('" + name + "')", {})).front().front());
  };
  EXPECT_EQ(setting("tcp_keepalives_idle"), "2");
  EXPECT_EQ(setting("tcp_keepalives_interval"), "1");
  EXPECT_EQ(setting("tcp_keepalives_count"), "3");
  EXPECT_EQ(setting("tcp_user_timeout"), std::to_string(options.patience.count()));
  const std::vector<int> sockets = ClientSockets(port);
  ASSERT_EQ(sockets.size(), 1U);
  EXPECT_EQ(OptionOf(sockets[0], SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(OptionOf(sockets[0], IPPROTO_TCP, TCP_KEEPIDLE), 2);
  EXPECT_EQ(OptionOf(sockets[0], IPPROTO_TCP, TCP_KEEPINTVL), 1);
  EXPECT_EQ(OptionOf(sockets[0], IPPROTO_TCP, TCP_KEEPCNT), 3);
  EXPECT_EQ(OptionOf(sockets[0], IPPROTO_TCP, TCP_USER_TIMEOUT), options.patience.count());
}

TEST(PostgresTcp, TheUrlCanChangeWhenTheClientStopsWaiting) {
  const std::uint16_t port = testing::LoopbackListener().port();
  testing::PostgresServer server(port);
  PostgresOptions options = server.Options();
  options.url += " keepalives_idle=30";
  const auto engine = Must(OpenPostgres(options, true));
  const std::vector<int> sockets = ClientSockets(port);
  ASSERT_EQ(sockets.size(), 1U);
  EXPECT_EQ(OptionOf(sockets[0], IPPROTO_TCP, TCP_KEEPIDLE), 30);
}

}  // namespace
}  // namespace bearward::store
