#include "testing/test_engine.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/engine_postgres.h"
#include "store/memory_database.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/source_dir.h"

namespace bearward::testing {
namespace {

constexpr int kReaders = 2;

std::string EmptyingScript() {
  std::ifstream file(std::string(kSourceDir) + "/test/postgres/empty.sql");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// SchemaPool lends schemas. Emptying one takes a hundredth of the time of its migrations.
class SchemaPool {
 public:
  // Take returns the source of an empty database. Its schema returns to the pool with the last copy
  // of the source.
  store::EngineSource Take() {
    const std::shared_ptr<Schema> schema(TakeFree().release(), [this](Schema* used) {
      const std::lock_guard lock(mutex_);
      free_.emplace_back(used);
    });
    store::EngineSource source = store::Postgres(schema->options, kReaders);
    source.open = [schema, open = std::move(source.open)](bool writer) { return open(writer); };
    return source;
  }

 private:
  // `owner` is the connection that empties the schema; nullptr until its first reuse.
  struct Schema {
    store::PostgresOptions options;
    std::unique_ptr<store::Engine> owner = nullptr;
  };

  std::unique_ptr<Schema> TakeFree() {
    std::unique_ptr<Schema> schema;
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        schema = std::move(free_.back());
        free_.pop_back();
      }
    }
    if (schema == nullptr) {
      return std::make_unique<Schema>(Schema{.options = PostgresServer::Shared().Options()});
    }
    // A test of failures may have ended all connections of the server.
    if (schema->owner == nullptr || !schema->owner->Execute(script_, {})) {
      schema->owner = Must(store::OpenPostgres(schema->options, false));
      Must(schema->owner->Execute(script_, {}));
    }
    return schema;
  }

  const std::string script_ = EmptyingScript();
  std::mutex mutex_;
  std::vector<std::unique_ptr<Schema>> free_;  // guarded by mutex_
};

// MigratedMemory lends copies of a migrated database in memory, for the same reason.
class MigratedMemory {
 public:
  MigratedMemory() {
    const store::EngineSource source = Must(database_.Next());
    Must(store::Store::Open(source));
    Must(database_.Save());
  }
  store::EngineSource Take() {
    const std::lock_guard lock(mutex_);
    return Must(database_.Next());
  }

 private:
  std::mutex mutex_;
  store::MemoryDatabase database_ = Must(store::MemoryDatabase::Make());  // guarded by mutex_
};

}  // namespace

// The pool starts the server first, so that its connections end before the server does.
store::EngineSource TestEngine() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no test changes the variables of the environment
  const char* const engine = std::getenv("BEARWARD_TEST_ENGINE");
  if (engine == nullptr || std::string_view(engine) != "postgres") {
    static MigratedMemory memory;
    return memory.Take();
  }
  PostgresServer::Shared();
  static SchemaPool pool;
  return pool.Take();
}

}  // namespace bearward::testing
