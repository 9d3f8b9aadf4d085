// CheckPostgres: checks a PostgreSQL database before the server uses it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/postgres_connection.h"

namespace bearward::store {

// CheckPostgres connects, checks the schema, and returns a fact of the installation
// (installation.h), nullopt if it is not stored. kUnavailable "store_lost" if the server cannot be
// reached or refuses the user; kConflict "schema_newer" as Store::Open. It changes nothing; other
// processes may use the database at the same time.
base::Result<std::optional<std::string>> CheckPostgres(const PostgresOptions& options,
                                                       std::string_view fact);

}  // namespace bearward::store
