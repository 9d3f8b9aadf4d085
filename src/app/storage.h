// Storage: the database that a configuration selects.
#pragma once

#include <chrono>
#include <string>

#include "app/config.h"
#include "base/result.h"
#include "store/store.h"

namespace bearward::app {

// PostgresOf returns the connection options of [storage], with the URL from storage.url_file if
// that is set; kInvalid "bad_setting" if both are set or the file has no URL. Call it only if
// config.storage.is_postgres().
base::Result<store::PostgresOptions> PostgresOf(const Config& config);

// SourceOf returns the engine of a configuration: PostgreSQL, or the database file of the data
// folder. `wait` is EngineSource::wait.
base::Result<store::EngineSource> SourceOf(const Config& config, const std::string& database,
                                           std::chrono::milliseconds wait);

}  // namespace bearward::app
