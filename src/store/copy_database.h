// CopyDatabase: copies all data between a SQLite and a PostgreSQL database and compares the copy
// with its source row by row.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/engine.h"
#include "store/transaction.h"

namespace bearward::store {

// CopyDirection says which database is the target.
enum class CopyDirection { kToSqlite, kToPostgres };

// CopiedTable is one table of a copy with its number of rows.
struct CopiedTable {
  std::string name;
  std::int64_t rows = 0;
};

// CopyDatabase migrates both databases to the newest schema, copies every row in one transaction
// and reads the copy back before it commits. It holds the write lock of the source, so that no
// process changes the source during the copy. Both engines must be writers. `accept` may refuse the
// source; it is called after the migration and before the copy. On failure the data of the target
// is unchanged: kConflict "database_not_empty" if the target has data, kConflict "nodes_running" if
// nodes of the PostgreSQL database are running, kUnavailable "copy_differs" with the table of the
// first row that differs.
base::Result<std::vector<CopiedTable>> CopyDatabase(
    Engine& sqlite, Engine& postgres, CopyDirection direction,
    const std::function<base::Status(ReadTx& source)>& accept);

}  // namespace bearward::store
