// StoreRows: the engines over which a suite runs a whole store, a row each.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "store/engine_postgres.h"
#include "store/store.h"
#include "testing/postgres_server.h"
#include "testing/temp_dir.h"

namespace bearward::testing {

// StoreRow makes an empty database; the folder must outlive it.
struct StoreRow {
  const char* name;
  store::EngineSource (*make)(const TempDir& folder);
};

inline constexpr StoreRow kStoreRows[] = {
    {"File", [](const TempDir& folder) { return store::SqliteFile(folder.File("store.db"), 2); }},
    {"Memory", [](const TempDir&) { return store::SqliteMemory(); }},
    {"Postgres",
     [](const TempDir&) { return store::Postgres(PostgresServer::Shared().Options(), 2); }},
};

// StoreRowName names the cases of a suite.
inline std::string StoreRowName(const ::testing::TestParamInfo<StoreRow>& row) {
  return row.param.name;
}

}  // namespace bearward::testing
