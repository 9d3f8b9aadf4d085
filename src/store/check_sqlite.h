// CheckSqlite: checks a database file before the server uses it.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"

namespace bearward::store {

// kCheckPatience limits the duration of the search for damage, so that a large database does not
// delay the start of a server for long; about 1 GiB is read in this time.
inline constexpr std::chrono::milliseconds kCheckPatience{5000};

// CheckSqliteFile refuses files that must not be served: kInvalid "database_damaged" for a file
// that is not a database or whose pages are inconsistent (PRAGMA quick_check), kInvalid
// "database_empty" for one without tables, kConflict "schema_newer" as Store::Open, and
// kUnavailable "store_failed" for one that cannot be read. It changes nothing; other processes may
// use the file at the same time. It returns false if the search for damage was stopped after
// `patience` without a finding, else true.
base::Result<bool> CheckSqliteFile(const std::string& path, std::chrono::milliseconds patience);

}  // namespace bearward::store
