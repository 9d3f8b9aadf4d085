// Backup: the commands `backup` and `restore`.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/full_check.h"

namespace bearward::app {

// BackUp copies the database of the data folder to the new file `file`, mode 0600, while a server
// may run and write. The copy is written to FILE.partial, checked (without the master key), made
// durable and then renamed. kExists if the file or its partial one exists; kInvalid
// "backup_damaged" if the copy is not usable (store::CheckReport). Adds a warning about the
// problems of the event log.
base::Result<store::CheckReport> BackUp(const Config& config, const std::string& file,
                                        std::vector<std::string>& warnings);

// Restored is the result of Restore. `set_aside` is the new name of the replaced database; empty if
// there was none.
struct Restored {
  store::CheckReport report;
  std::string set_aside;
};

// Restore makes `file`, a backup, the database of the data folder. It refuses a folder that a
// process uses (kConflict "folder_in_use", "database_in_use"), a folder with a database unless
// `replace` (kConflict "database_exists"), and a file that CheckFileWithKey does not find usable
// (kInvalid "backup_damaged"). Then nothing has changed. The replaced database stays in the folder
// under another name. Adds warnings about the key file and the problems of the event log.
base::Result<Restored> Restore(const Config& config, const std::string& file, bool replace,
                               const base::Clock& clock, std::vector<std::string>& warnings);

}  // namespace bearward::app
