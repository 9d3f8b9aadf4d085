// The SQLite engine: one connection to a file or to an in-memory database.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// OpenSqlite connects to the database file at `path`. ":memory:" is a new in-memory database, and a
// URI that begins with "file:" is an in-memory database that several connections share
// (memory_database.h). The writer's connection creates a missing file, readable by its owner only;
// other connections are read-only. The reason of an error about a damaged file, or one that is not
// a database, is "database_damaged".
base::Result<std::unique_ptr<Engine>> OpenSqlite(const std::string& path, bool writer);

}  // namespace bearward::store
