// The engine over PostgreSQL: one connection to a database that several processes share.
#pragma once

#include <memory>

#include "base/result.h"
#include "store/engine.h"
#include "store/postgres_connection.h"

namespace bearward::store {

// OpenPostgres connects. All writers of one schema take turns by a lock of the database, so that
// the numbers of events have no gaps and follow the order of commits. A reader whose connection was
// lost before it answered anything asks once more on a new one. A writer that loses its connection
// while it commits finds out whether it had been committed.
base::Result<std::unique_ptr<Engine>> OpenPostgres(const PostgresOptions& options, bool writer);

}  // namespace bearward::store
