#include "store/sqlite_snapshot.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace bearward::store {
namespace {

// How long Open waits for a lock. In WAL mode only the recovery after a crash blocks a reader.
constexpr int kBusyMillis = 5000;

base::Error ErrorOf(sqlite3* connection, int code) {
  const int primary = code & 0xff;
  const bool damaged = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
  return base::Unavailable(
      damaged ? "database_damaged" : "store_failed",
      fmt::format("sqlite {}: {}", code, connection ? sqlite3_errmsg(connection) : "not opened"));
}

base::Status Run(sqlite3* connection, const char* sql) {
  const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return base::Fail(ErrorOf(connection, code));
  return {};
}

base::Status CopyPages(sqlite3* from, sqlite3* to, const CopyPace& pace) {
  sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
  if (copy == nullptr) return base::Fail(ErrorOf(to, sqlite3_errcode(to)));
  int code = SQLITE_OK;
  while ((code = sqlite3_backup_step(copy, pace.pages)) == SQLITE_OK) {
    if (pace.after_step) pace.after_step();
  }
  sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE) return base::Fail(ErrorOf(to, code));
  return {};
}

}  // namespace

base::Result<SqliteSnapshot> SqliteSnapshot::Open(const std::string& path) {
  auto [code, connection] = OpenConnection(path);
  sqlite3* const raw = connection.get();
  if (code != SQLITE_OK) return base::Fail(ErrorOf(raw, code));
  sqlite3_busy_timeout(raw, kBusyMillis);
  // The first read, not BEGIN, determines the snapshot.
  BW_TRY(Run(raw, "PRAGMA query_only=ON; BEGIN; SELECT count(*) FROM sqlite_master"));
  return SqliteSnapshot(std::move(connection));
}

base::Status SqliteSnapshot::CopyTo(const std::string& path, const CopyPace& pace) const {
  const auto [code, target] = OpenConnection(path);
  sqlite3* const raw = target.get();
  if (code != SQLITE_OK) return base::Fail(ErrorOf(raw, code));
  // No journal: an interrupted copy is discarded as a whole.
  BW_TRY(Run(raw, "PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL"));
  BW_TRY(CopyPages(connection_.get(), raw, pace));
  return Run(raw, "PRAGMA journal_mode=DELETE");
}

}  // namespace bearward::store
