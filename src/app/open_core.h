// OpenCore: opens the core over the files of a data folder, for `serve` and `apply`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/data_folder.h"
#include "app/wire.h"
#include "base/result.h"

namespace bearward::app {

// OpenCore checks the database, reads or makes the master key, and opens the core. A lock lets one
// process at a time do so, because `serve` and `apply` may start together on a new folder. Adds
// warnings about the files to `warnings`. A read or a write of the core waits for the database for
// up to 15 seconds, and after Core::BeginService for one.
base::Result<std::unique_ptr<Core>> OpenCore(const Config& config, const DataFolder& folder,
                                             Outside outside, std::vector<std::string>& warnings);

// CheckData refuses a folder whose database or master key must not be used, and a PostgreSQL
// database that cannot be reached or is newer. Changes nothing.
base::Status CheckData(const Config& config, const DataFolder& folder);

// IsNew returns whether a start would make the data: the folder, or the PostgreSQL database, has
// none yet. Changes nothing. Errors of a PostgreSQL database as CheckData.
base::Result<bool> IsNew(const Config& config, const DataFolder& folder);

// RequireData refuses a data folder in which no data were made yet, for commands that must not
// start new data in a folder that was named by mistake: kNotFound "no_data". With PostgreSQL the
// folder has only the master key, so a key of server.master_key_file is enough.
base::Status RequireData(const Config& config, const DataFolder& folder);

// CheckSharedKey refuses a master key that does not fit the PostgreSQL database, if there is one.
base::Status CheckSharedKey(const Config& config, const crypto::KeyRing& ring);

}  // namespace bearward::app
