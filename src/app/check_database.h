// CheckDatabase: the command `check`, which searches a database or a backup for damage.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "app/data_folder.h"
#include "base/result.h"
#include "store/full_check.h"

namespace bearward::app {

// CheckDatabase checks the file `file`, or if it is empty the database of storage.url or of the
// data folder, with the master key of the folder (a missing key is a problem of "sealed_keys"). It
// may run beside a server. kInvalid "unreadable_file" if there is no such file. Adds warnings about
// the key file.
base::Result<store::CheckReport> CheckDatabase(const Config& config, const std::string& file,
                                               std::vector<std::string>& warnings);
// CheckFileWithKey is CheckDatabase for the file `path` and the key of `folder`.
base::Result<store::CheckReport> CheckFileWithKey(const Config& config, const DataFolder& folder,
                                                  const std::string& path,
                                                  std::vector<std::string>& warnings);

// ReportAsText returns one line per check, then one with the schema and the newest event.
std::string ReportAsText(const store::CheckReport& report);
// ReportAsJson returns the same as one JSON object.
std::string ReportAsJson(const store::CheckReport& report);
// NewestEventText returns "1234 of 2031-05-06T07:08:09.123Z", or "none".
std::string NewestEventText(const store::CheckReport& report);

}  // namespace bearward::app
