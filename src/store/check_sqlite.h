// CheckSqlite: looks at a database file before it is served.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"

namespace bearward::store {

// kCheckPatience bounds the search for damage, so that a large database does not keep a service
// from starting; about 1 GiB is read in this time.
inline constexpr std::chrono::milliseconds kCheckPatience{5000};

// CheckSqliteFile refuses what must not be served: kInvalid "database_damaged" for a file that is
// no database or whose pages do not fit together (SQLite's quick_check), "database_empty" for one
// without tables, and kConflict "schema_newer" as Store::Open. Changes nothing; other processes
// may use the file meanwhile. A search that takes longer than `patience` ends without a finding:
// false, else true.
base::Result<bool> CheckSqliteFile(const std::string& path, std::chrono::milliseconds patience);

}  // namespace bearward::store
