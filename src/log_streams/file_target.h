// FileTarget: a file to which entries are appended.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::log_streams {

// AppendLines appends lines to FOLDER/ENVIRONMENT/NAME and makes them durable. It makes the folder
// of the environment with mode 0700 and the file with mode 0600, and follows no symbolic link to
// the file. The file is opened for each call, so a rotation may rename it at any time. A line
// that an earlier failure cut is ended first. kUnavailable "file_failed".
base::Status AppendLines(const std::string& folder, const std::string& environment,
                         const std::string& name, std::string_view lines);

}  // namespace bearward::log_streams
