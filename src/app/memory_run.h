// MemoryRun: what `serve --memory` has in place of a data folder.
#pragma once

#include <cstdint>

#include "app/config.h"
#include "app/offset_clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/seeded_entropy.h"
#include "store/memory_database.h"

namespace bearward::app {

// Memory is the data of a run, and its clock.
struct Memory {
  OffsetClock& clock;
  base::SeededEntropy* seeded;  // nullptr without a seed
  store::MemoryDatabase database;
  base::Secret master_key;
  std::uint64_t saved_ids = 0;  // SeededEntropy::count of the saved state

  base::Status Save() {
    if (seeded != nullptr) saved_ids = seeded->count();
    return database.Save();
  }
};

// ConfigInMemory returns the configuration of a run in memory; kInvalid "bad_setting" for a setting
// that it cannot have.
base::Result<Config> ConfigInMemory(Config config);

}  // namespace bearward::app
