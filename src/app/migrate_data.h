// MigrateData: the command `migrate`, which moves the data between SQLite and PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "base/result.h"
#include "store/copy_database.h"

namespace bearward::app {

// MigrateData copies the database of the data folder to the PostgreSQL database of storage.url, or
// the other way, and compares the copy row by row (store/copy_database.h). It refuses a folder that
// a process uses (kConflict "folder_in_use", "database_in_use"), a missing source, a target with
// data, and a master key that does not belong to the source. The source stays; its schema is
// upgraded to the newest. Adds warnings about the key file, and one for each problem of the event
// log of the copy, which is that of the source.
base::Result<std::vector<store::CopiedTable>> MigrateData(const Config& config,
                                                          store::CopyDirection direction,
                                                          std::vector<std::string>& warnings);

// CopiedAsText lists the tables with their rows, CopiedAsJson is the same as JSON.
std::string CopiedAsText(const std::vector<store::CopiedTable>& copied);
std::string CopiedAsJson(const std::vector<store::CopiedTable>& copied);

}  // namespace bearward::app
