#include "store/sqlite_connection.h"

#include <sqlite3.h>

#include <mutex>

namespace bearward::store {
namespace {

// SQLite would count the memory that it uses, under one mutex that every allocation of every
// thread takes. A refused setting leaves that count on, which only costs time.
void StopCountingMemory() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

}  // namespace

OpenedConnection OpenConnection(const std::string& path, int more) {
  StopCountingMemory();
  sqlite3* raw = nullptr;
  // Without mutexes: with them, a copy in each direction would lock two connections in both orders.
  const int code = sqlite3_open_v2(path.c_str(), &raw,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | more, nullptr);
  return {code, SqliteConnection(raw, &sqlite3_close_v2)};
}

}  // namespace bearward::store
