// CheckPostgres: checks a PostgreSQL database before the server uses it.
#pragma once

#include <functional>

#include "base/result.h"
#include "store/postgres_connection.h"
#include "store/transaction.h"

namespace bearward::store {

// CheckPostgres connects, checks the schema, and calls `accept`, which may refuse the database, if
// it has the table of facts (installation.h). kUnavailable "store_lost" if the server cannot be
// reached or refuses the user; kConflict "schema_newer" as Store::Open. It changes nothing; other
// processes may use the database at the same time.
base::Status CheckPostgres(const PostgresOptions& options,
                           const std::function<base::Status(ReadTx& tx)>& accept);

// HasSchema connects and returns whether the database has a schema of Bearward, also one of an
// older or a newer version. Errors and effects as CheckPostgres.
base::Result<bool> HasSchema(const PostgresOptions& options);

}  // namespace bearward::store
