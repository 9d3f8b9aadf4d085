#include "store/check_postgres.h"

#include "store/columns.h"
#include "store/engine_postgres.h"
#include "store/installation.h"
#include "store/migrations.h"

namespace bearward::store {

base::Result<std::optional<std::string>> CheckPostgres(const PostgresOptions& options,
                                                       std::string_view fact) {
  BW_TRY_ASSIGN(const auto engine, OpenPostgres(options, false));
  BW_TRY(CheckSchema(*engine, Migrations()));
  ReadTx tx(*engine);
  BW_TRY_ASSIGN(const std::int64_t tables,
                ReadInteger(tx.Execute("SELECT count(*) FROM pg_tables WHERE tablename = "
                                       "'installation' AND schemaname = current_schema()")));
  if (tables == 0) return std::nullopt;
  return FindFact(tx, fact);
}

}  // namespace bearward::store
