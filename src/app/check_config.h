// CheckConfig: `bearward config check`.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "base/result.h"

namespace bearward::app {

// CheckConfig performs every check that `serve` performs before it is ready, without changing files
// or the database: addresses, TLS files, master key, data folder, database, and the whole program
// constructed over an empty store in memory. Adds to `warnings` what `serve` would warn about. An
// address on which another process listens is a warning, because the running server may be that
// process.
base::Status CheckConfig(const Config& config, std::vector<std::string>& warnings);

}  // namespace bearward::app
