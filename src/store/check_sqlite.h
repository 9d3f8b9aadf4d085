// CheckSqlite: checks a database file before the server uses it.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"

namespace bearward::store {

// kCheckPatience limits the duration of the search for damage, so that a large database does not
// prevent the start of a service; about 1 GiB is read in this time.
inline constexpr std::chrono::milliseconds kCheckPatience{5000};

// CheckSqliteFile refuses files that must not be served: kInvalid "database_damaged" for a file
// that is not a database or whose pages are inconsistent (quick_check of SQLite), "database_empty"
// for one without tables, and kConflict "schema_newer" as Store::Open. It changes nothing; other
// processes may use the file at the same time. It returns false when the search exceeded `patience`
// and was stopped without a finding, else true.
base::Result<bool> CheckSqliteFile(const std::string& path, std::chrono::milliseconds patience);

}  // namespace bearward::store
