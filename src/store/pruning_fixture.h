// PruneTable: prunes one of PrunedTables by its name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "store/pruning.h"
#include "testing/memory_store.h"

namespace bearward::store {

inline const PrunedTable& PrunedTableOf(std::string_view name) {
  const auto tables = PrunedTables();
  return *std::ranges::find(tables, name, &PrunedTable::name);
}

// PruneTable deletes at most `batch` rows that are due before a time, and returns how many.
inline std::int64_t PruneTable(testing::MemoryStore& db, std::string_view name, base::Time before,
                               int batch = 10) {
  return db.Write(PruneRows, PrunedTableOf(name), PruneBounds{.before = before, .now = before},
                  batch);
}

}  // namespace bearward::store
