// The engine over PostgreSQL: one connection to a database that several processes share.
#pragma once

#include <memory>

#include "base/result.h"
#include "store/engine.h"
#include "store/postgres_connection.h"

namespace bearward::store {

// OpenPostgres connects. An advisory lock serializes all write transactions of one schema, so that
// event numbers have no gaps and follow the order of commits. A read transaction whose connection
// was lost before its first result is repeated once on a new connection. A writer that loses its
// connection during COMMIT reads from a ledger whether the transaction was committed; kUnavailable
// "store_in_doubt" if that fails too.
base::Result<std::unique_ptr<Engine>> OpenPostgres(const PostgresOptions& options, bool writer);

}  // namespace bearward::store
