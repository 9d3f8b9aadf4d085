#include "store/memory_database.h"

#include <sqlite3.h>

#include <atomic>
#include <utility>

#include "store/engine_sqlite.h"
#include "store/sqlite_connection.h"

namespace bearward::store {
namespace {

constexpr int kBusyMillis = 1000;
constexpr int kAllPages = -1;

base::Error ErrorOf(sqlite3* connection) {
  return base::Unavailable("store_failed",
                           connection == nullptr ? "no memory" : sqlite3_errmsg(connection));
}

base::Result<SqliteConnection> Connect(const std::string& path) {
  auto [code, connection] = OpenConnection(path, SQLITE_OPEN_CREATE | SQLITE_OPEN_URI);
  if (code != SQLITE_OK) return base::Fail(ErrorOf(connection.get()));
  sqlite3_busy_timeout(connection.get(), kBusyMillis);
  return std::move(connection);
}

base::Status Copy(sqlite3* from, sqlite3* to) {
  sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
  if (copy == nullptr) return base::Fail(ErrorOf(to));
  const int code = sqlite3_backup_step(copy, kAllPages);
  sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE) return base::Fail(ErrorOf(to));
  return {};
}

// NewName returns the name of a database that all connections of this process share.
std::string NewName() {
  static std::atomic<int> count{0};
  return "file:/bearward-" + std::to_string(++count) + "?vfs=memdb";
}

}  // namespace

MemoryDatabase::MemoryDatabase(Connection saved)
    : saved_(std::move(saved)), current_(nullptr, &sqlite3_close_v2) {}

base::Result<MemoryDatabase> MemoryDatabase::Make() {
  BW_TRY_ASSIGN(auto saved, Connect(":memory:"));
  return MemoryDatabase(std::move(saved));
}

base::Result<EngineSource> MemoryDatabase::Next() {
  const std::string name = NewName();
  BW_TRY_ASSIGN(auto next, Connect(name));
  BW_TRY(Copy(saved_.get(), next.get()));
  current_ = std::move(next);
  return EngineSource{.name = "sqlite memory", .readers = 0, .open = [name](bool writer) {
                        return OpenSqlite(name, writer);
                      }};
}

base::Status MemoryDatabase::Save() {
  BW_TRY(Copy(current_.get(), saved_.get()));
  constexpr const char* kForgetKeys = "DELETE FROM signing_keys";
  if (sqlite3_exec(saved_.get(), kForgetKeys, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return base::Fail(ErrorOf(saved_.get()));
}

}  // namespace bearward::store
