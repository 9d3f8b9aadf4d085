// SqliteSnapshot: copies a database file while other processes read and write it.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "store/sqlite_connection.h"

namespace bearward::store {

// CopyPace divides a copy into steps of `pages` pages (4 KiB each). `after_step`, if set, is called
// after each step except the last.
struct CopyPace {
  int pages = 1024;
  std::function<void()> after_step = {};
};

// SqliteSnapshot is one read transaction on a database file. In WAL mode readers and writers do not
// wait for each other, so the snapshot stays the same for the whole copy and delays no write. The
// WAL cannot shrink while the snapshot exists. Movable; used by one thread.
class SqliteSnapshot {
 public:
  // Open begins the read transaction. Failures: kUnavailable "database_damaged" for a file that is
  // not a database, "store_failed" for one that cannot be opened; the detail has SQLite's message.
  static base::Result<SqliteSnapshot> Open(const std::string& path);

  // CopyTo writes the snapshot into the existing empty file `path`. The result is a single durable
  // file in rollback-journal mode, so that it can be read from read-only media. Damaged pages are
  // copied as they are: check the copy (full_check.h). On failure the file is incomplete.
  base::Status CopyTo(const std::string& path, const CopyPace& pace = {}) const;

 private:
  explicit SqliteSnapshot(SqliteConnection connection) : connection_(std::move(connection)) {}
  SqliteConnection connection_;
};

}  // namespace bearward::store
