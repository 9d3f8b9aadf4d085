#include "store/check_postgres.h"

#include "store/columns.h"
#include "store/engine_postgres.h"
#include "store/migrations.h"

namespace bearward::store {

base::Status CheckPostgres(const PostgresOptions& options,
                           const std::function<base::Status(ReadTx& tx)>& accept) {
  BW_TRY_ASSIGN(const auto engine, OpenPostgres(options, false));
  BW_TRY(CheckSchema(*engine, Migrations()));
  ReadTx tx(*engine);
  BW_TRY_ASSIGN(const std::int64_t tables,
                ReadInteger(tx.Execute("SELECT count(*) FROM pg_tables WHERE tablename = "
                                       "'installation' AND schemaname = current_schema()")));
  return tables == 0 ? base::Status() : accept(tx);
}

}  // namespace bearward::store
