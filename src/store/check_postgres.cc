#include "store/check_postgres.h"

#include <cstdint>
#include <string>

#include "store/columns.h"
#include "store/engine_postgres.h"
#include "store/migrations.h"

namespace bearward::store {
namespace {

base::Result<bool> HasTable(Engine& engine, const std::string& name) {
  ReadTx tx(engine);
  BW_TRY_ASSIGN(const std::int64_t tables,
                ReadInteger(tx.Execute("SELECT count(*) FROM pg_tables WHERE tablename = ?1 AND "
                                       "schemaname = current_schema()",
                                       {name})));
  return tables != 0;
}

}  // namespace

base::Status CheckPostgres(const PostgresOptions& options,
                           const std::function<base::Status(ReadTx& tx)>& accept) {
  BW_TRY_ASSIGN(const auto engine, OpenPostgres(options, false));
  BW_TRY(CheckSchema(*engine, Migrations()));
  BW_TRY_ASSIGN(const bool has_facts, HasTable(*engine, "installation"));
  if (!has_facts) return {};
  ReadTx tx(*engine);
  return accept(tx);
}

base::Result<bool> HasSchema(const PostgresOptions& options) {
  BW_TRY_ASSIGN(const auto engine, OpenPostgres(options, false));
  return HasTable(*engine, "schema_version");
}

}  // namespace bearward::store
