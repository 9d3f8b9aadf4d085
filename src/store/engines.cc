#include <utility>

#include "store/engine_postgres.h"
#include "store/engine_sqlite.h"
#include "store/store.h"

namespace bearward::store {

EngineSource SqliteFile(std::string path, int readers) {
  return {.name = "sqlite file", .readers = readers, .open = [path = std::move(path)](bool writer) {
            return OpenSqlite(path, writer);
          }};
}

EngineSource SqliteMemory() {
  return {.name = "sqlite memory", .readers = 0, .open = [](bool writer) {
            return OpenSqlite(":memory:", writer);
          }};
}

EngineSource Postgres(PostgresOptions options, int readers) {
  return {
      .name = "postgres", .readers = readers, .open = [options = std::move(options)](bool writer) {
        return OpenPostgres(options, writer);
      }};
}

}  // namespace bearward::store
