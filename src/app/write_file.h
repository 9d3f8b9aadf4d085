// WriteFile: durable new files, and names for them.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace bearward::app {

// WriteNewFile creates a file and never follows or replaces an existing one. The bytes are durable
// when it returns; the name is durable after SyncFolder. kInvalid "unreadable_file" with the path
// and the reason.
base::Status WriteNewFile(const std::string& path, std::string_view bytes, mode_t mode);
// SyncFolder makes the names of the files in a folder durable; failures as WriteNewFile.
base::Status SyncFolder(const std::string& path);
// RenameFile renames a file, replacing an existing one; failures as WriteNewFile.
base::Status RenameFile(const std::string& from, const std::string& to);
// FileExists reports whether a path names anything.
bool FileExists(const std::string& path);
// HoldsBytes reports whether a path names a file that is not empty.
bool HoldsBytes(const std::string& path);
// TimeInName formats a time as 20310506T070809123Z, without characters that are special in a shell
// or a file system.
std::string TimeInName(base::Time time);

}  // namespace bearward::app
