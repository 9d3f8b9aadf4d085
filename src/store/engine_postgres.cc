#include "store/engine_postgres.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "base/boot_clock.h"
#include "store/insert_batch.h"

namespace bearward::store {
namespace {

// The lock of all writers of the schema, held until the end of the transaction.
constexpr std::string_view kTakeLock =
    "SELECT pg_advisory_xact_lock(hashtextextended('bearward ' || current_schema(), 0))";

constexpr std::chrono::milliseconds kReconnectPause{50};

// kLockPatience is how long a writer waits for the lock before it looks for a stuck holder. It is
// less than EngineSource::wait, so that the waiting writes still succeed. kStuckAfter is how long
// such a holder has then waited for its client. It is less than kLockPatience, because the holder
// may have stopped after the wait began.
constexpr std::chrono::milliseconds kLockPatience{900};
constexpr std::chrono::milliseconds kStuckAfter{450};

// Ends the sessions that hold the lock and for kStuckAfter have waited for their client, in the
// middle of a pipeline: idle_in_transaction_session_timeout applies only after the end of one. A
// process that was stopped while it sent is such a client; keepalives do not detect it, because its
// kernel answers them. The shifts compute the key of the lock from its two halves. pg_locks lists
// the locks of all databases, in which a schema of the same name has the same key.
std::string EndStuckHolders() {
  return fmt::format(
      "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid) "
      "WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
      "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
      "AND (classid::bigint << 32 | objid::bigint) = "
      "hashtextextended('bearward ' || current_schema(), 0) AND wait_event = 'ClientRead' "
      "AND state_change < clock_timestamp() - interval '{} milliseconds'",
      kStuckAfter.count());
}

class PostgresEngine final : public Engine {
 public:
  PostgresEngine(PostgresOptions options, bool writer)
      : options_(std::move(options)), writer_(writer) {}

  // Connect is also called after a connection was lost. The writer then keeps its row in the
  // ledger.
  base::Status Connect() {
    connection_.reset();
    BW_TRY_ASSIGN(connection_, PostgresConnection::Connect(options_));
    if (writer_ && backend_.empty()) BW_TRY(EnterLedger());
    if (!writer_) return {};
    connection_->Later(fmt::format("SET lock_timeout = {}", kLockPatience.count()));
    return connection_->Flush();
  }

  base::Status Begin(bool write) override {
    BW_TRY(EnsureConnected());
    if (write && std::exchange(lock_refused_, false)) {
      connection_->Later(EndStuckHolders());
      BW_TRY(connection_->Flush());
    }
    writing_ = write;
    inserts_.Clear();
    answered_ = false;
    sent_later_ = false;
    in_transaction_ = true;
    connection_->Later(write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (write) connection_->Later(std::string(kTakeLock));
    if (write) ++batch_;
    return {};
  }

  base::Result<Rows> Run(std::string_view sql, std::span<const Parameter> values,
                         Need need) override {
    BW_TRY(EnsureConnected());
    if (writing_ && need == Need::kNothing) {
      if (inserts_.Add(sql, values)) return Rows();
      BW_TRY(SendInserts());
      BW_TRY(Send(sql, values));
      return Rows();
    }
    BW_TRY(SendInserts());
    auto rows = connection_->Execute(sql, values);
    const bool again = !rows && connection_->lost() && in_transaction_ && !writing_ && !answered_;
    if (again) {
      BW_TRY(Connect());
      BW_TRY(Begin(false));
      rows = connection_->Execute(sql, values);
    }
    answered_ = true;
    sent_later_ = false;
    lock_refused_ = writing_ && !rows && rows.error().reason == kStoreBusy;
    return rows;
  }

  // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, and not with an error. The
  // INSERT before it fails in such a transaction, so the failure is noticed.
  base::Status Commit() override {
    in_transaction_ = false;
    if (connection_ == nullptr || connection_->lost()) return base::Fail(NotConnected());
    base::Status status = SendInserts();
    if (status && writing_) {
      // The row of a writer that was idle for a week may have been deleted.
      connection_->Later(
          fmt::format("INSERT INTO writers (backend, batch) VALUES ('{0}', {1}) "
                      "ON CONFLICT (backend) DO UPDATE SET batch = {1}, since = now()",
                      backend_, batch_));
    }
    if (status) {
      connection_->Later("COMMIT");
      status = connection_->Flush();
    }
    if (status) return status;
    if (!connection_->lost()) {
      Abandon();
      if (!sent_later_ || IsRetryable(status.error())) return status;
      base::Error error = std::move(status).error();
      error.code = base::Code::kUnavailable;
      error.reason = kLaterFailed;
      return base::Fail(std::move(error));
    }
    if (!writing_) return status;
    return ResolveDoubt(std::move(status).error());
  }

  void RollBack() override {
    inserts_.Clear();
    if (!std::exchange(in_transaction_, false)) return;
    if (connection_ != nullptr && !connection_->lost()) Abandon();
  }

  bool IsRetryable(const base::Error& error) const override {
    return error.reason == kStoreBusy || error.reason == kStoreLost;
  }

  void Maintain(bool) override {}

 private:
  base::Status Send(std::string_view sql, std::span<const Parameter> values) {
    sent_later_ = true;
    return connection_->Send(sql, values);
  }

  // SendInserts sends the rows of earlier statements, which must precede the next statement.
  base::Status SendInserts() {
    return inserts_.Flush([this](std::string_view sql, std::span<const Parameter> values) {
      return Send(sql, values);
    });
  }

  static base::Error NotConnected() {
    return base::Unavailable(std::string(kStoreLost), "postgres: not connected");
  }

  // A transaction ends with its connection and cannot continue on a new one.
  base::Status EnsureConnected() {
    if (connection_ != nullptr && !connection_->lost()) return {};
    if (in_transaction_) return base::Fail(NotConnected());
    return Connect();
  }

  // Statements that were only queued have had no effect, so there is nothing to roll back.
  void Abandon() {
    if (connection_->DropQueued() && !answered_ && !sent_later_) return;
    connection_->Later("ROLLBACK");
    (void)connection_->Flush();
  }

  // EnterLedger inserts this writer's row, in which each transaction stores its number.
  base::Status EnterLedger() {
    BW_TRY_ASSIGN(const Rows rows, connection_->Execute("SELECT gen_random_uuid()::text", {}));
    backend_ = std::get<std::string>(rows.front().front());
    connection_->Later("BEGIN");
    connection_->Later("SELECT pg_advisory_xact_lock(hashtextextended('bearward schemas', 0))");
    // CREATE SCHEMA IF NOT EXISTS needs its privilege even if the schema exists.
    const std::array<Parameter, 1> schema = {options_.schema};
    BW_TRY_ASSIGN(const Rows found,
                  connection_->Execute("SELECT 1 FROM pg_namespace WHERE nspname = ?1", schema));
    if (found.empty()) connection_->Later(fmt::format("CREATE SCHEMA \"{}\"", options_.schema));
    connection_->Later(
        "CREATE TABLE IF NOT EXISTS writers (backend text PRIMARY KEY, batch bigint NOT NULL, "
        "since timestamptz NOT NULL DEFAULT now())");
    connection_->Later("DELETE FROM writers WHERE since < now() - interval '7 days'");
    connection_->Later(
        fmt::format("INSERT INTO writers (backend, batch) VALUES ('{}', 0)", backend_));
    connection_->Later("COMMIT");
    return connection_->Flush();
  }

  // ResolveDoubt reads from the ledger whether the lost transaction was committed. Holding the lock
  // makes the answer exact, because that transaction has ended before the lock is granted.
  base::Status ResolveDoubt(base::Error lost) {
    const std::int64_t end =
        base::BootTicks() + std::chrono::nanoseconds(options_.patience).count();
    while (base::BootTicks() < end) {
      if (!Connect()) {
        std::this_thread::sleep_for(kReconnectPause);  // a starting server notifies no client
        continue;
      }
      connection_->Later("BEGIN");
      connection_->Later(std::string(kTakeLock));
      const std::array<Parameter, 1> mine = {backend_};
      auto rows = connection_->Execute("SELECT batch FROM writers WHERE backend = ?1", mine);
      connection_->Later("ROLLBACK");
      (void)connection_->Flush();
      if (!rows || rows->size() != 1) continue;
      if (std::get<std::int64_t>(rows->front().front()) == batch_) return {};
      return base::Fail(std::move(lost));
    }
    // The outcome is unknown, and a second attempt could apply the transaction twice.
    lost.reason = "store_in_doubt";
    return base::Fail(std::move(lost));
  }

  const PostgresOptions options_;
  const bool writer_;
  std::unique_ptr<PostgresConnection> connection_;
  std::string backend_;  // the key of this writer's row in the ledger
  std::int64_t batch_ = 0;
  InsertBatch inserts_;  // of this transaction, not sent yet
  bool in_transaction_ = false;
  bool writing_ = false;
  bool answered_ = false;      // a statement of this transaction has returned
  bool sent_later_ = false;    // statements whose results have not been read
  bool lock_refused_ = false;  // the last write transaction did not get the lock in time
};

}  // namespace

base::Result<std::unique_ptr<Engine>> OpenPostgres(const PostgresOptions& options, bool writer) {
  auto engine = std::make_unique<PostgresEngine>(options, writer);
  BW_TRY(engine->Connect());
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace bearward::store
