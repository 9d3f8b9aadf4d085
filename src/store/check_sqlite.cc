#include "store/check_sqlite.h"

#include <sqlite3.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "store/engine_sqlite.h"
#include "store/migrations.h"
#include "store/sqlite_connection.h"

namespace bearward::store {
namespace {

constexpr std::chrono::milliseconds kInterruptAgain{10};

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

base::Error Damaged(const std::string& path, const std::string& finding) {
  return base::Invalid("database_damaged", path + ": the database is damaged (" + finding +
                                               "). Restore it from a backup.");
}

base::Error Unreadable(const std::string& path, sqlite3* connection) {
  return base::Unavailable(
      "store_failed", path + ": the database cannot be read: " + sqlite3_errmsg(connection) + ".");
}

// Interrupter interrupts the statements of a connection after a time limit. It repeats the
// interrupt, because an interrupt between two statements has no effect.
class Interrupter {
 public:
  Interrupter(sqlite3* connection, std::chrono::milliseconds patience)
      : thread_([this, connection, patience] {
          std::unique_lock lock(mutex_);
          const auto is_over = [this] { return is_over_; };
          if (over_.wait_for(lock, patience, is_over)) return;
          do {
            sqlite3_interrupt(connection);
          } while (!over_.wait_for(lock, kInterruptAgain, is_over));
        }) {}
  Interrupter(const Interrupter&) = delete;
  Interrupter& operator=(const Interrupter&) = delete;
  ~Interrupter() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    over_.notify_one();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;  // guarded by mutex_
  std::thread thread_;
};

// FirstText returns the first column of the first row, and sets `code` to the result code of
// SQLite.
std::string FirstText(sqlite3* connection, const char* sql, int& code) {
  sqlite3_stmt* raw = nullptr;
  code = sqlite3_prepare_v2(connection, sql, -1, &raw, nullptr);
  const Statement statement(raw, &sqlite3_finalize);
  if (code != SQLITE_OK) return {};
  code = sqlite3_step(raw);
  if (code != SQLITE_ROW) return {};
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
  return text == nullptr ? "" : text;
}

base::Status CheckHasTables(const std::string& path, sqlite3* connection) {
  int code = SQLITE_OK;
  const std::string tables = FirstText(connection, "SELECT count(*) FROM sqlite_master", code);
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    return base::Fail(Damaged(path, sqlite3_errmsg(connection)));
  }
  if (code != SQLITE_ROW) return base::Fail(Unreadable(path, connection));
  if (tables != "0") return {};
  return base::Fail(base::Invalid(
      "database_empty", path + ": the database has no tables, so its data is gone. Restore it "
                               "from a backup. To start over without any data, move the data "
                               "folder away."));
}

base::Result<bool> SearchDamage(const std::string& path, sqlite3* connection,
                                std::chrono::milliseconds patience) {
  int code = SQLITE_OK;
  std::string finding;
  {
    const Interrupter interrupter(connection, patience);
    finding = FirstText(connection, "PRAGMA quick_check(1)", code);
  }
  if (code == SQLITE_INTERRUPT) return false;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) finding = sqlite3_errmsg(connection);
  if (code == SQLITE_ROW && finding == "ok") return true;
  if (finding.empty()) return base::Fail(Unreadable(path, connection));
  return base::Fail(Damaged(path, finding.substr(0, finding.find('\n'))));
}

}  // namespace

base::Result<bool> CheckSqliteFile(const std::string& path, std::chrono::milliseconds patience) {
  const auto [code, connection] = OpenConnection(path);
  sqlite3* const raw = connection.get();
  if (code != SQLITE_OK) return base::Fail(Unreadable(path, raw));
  sqlite3_busy_timeout(raw, 2000);
  BW_TRY(CheckHasTables(path, raw));
  BW_TRY_ASSIGN(const bool searched, SearchDamage(path, raw, patience));
  BW_TRY_ASSIGN(const auto engine, OpenSqlite(path, false));
  BW_TRY(CheckSchema(*engine, Migrations()));
  return searched;
}

}  // namespace bearward::store
