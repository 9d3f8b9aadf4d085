// The engine over SQLite: one connection to a file, or to memory.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// OpenSqlite connects to the database file at `path`, or to a new one in memory for ":memory:". The
// writer makes the file when it is missing, readable by its owner only; other connections read.
base::Result<std::unique_ptr<Engine>> OpenSqlite(const std::string& path, bool writer);

}  // namespace bearward::store
