// TestEngine: the database of tests that work on every engine.
#pragma once

#include "store/store.h"

namespace bearward::testing {

// TestEngine returns an empty database: SQLite in memory, or with BEARWARD_TEST_ENGINE=postgres a
// schema of the private PostgreSQL server of this process.
store::EngineSource TestEngine();

}  // namespace bearward::testing
