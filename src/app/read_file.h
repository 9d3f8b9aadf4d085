// ReadFile: files that an operator names, and files that contain secrets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bearward::app {

// ReadWholeFile returns the bytes of a file or pipe; kInvalid "unreadable_file" with its name and
// the reason. A folder is refused.
base::Result<std::string> ReadWholeFile(const std::string& path);

// AboutSetting puts the name of the setting that names a file before the text of an error.
base::Error AboutSetting(std::string_view setting, base::Error error);

// CheckSecretFile checks which other users may access a file that contains a secret. A file that
// every user may write is kInvalid "unsafe_file". A file that others may read, or the group may
// write, is accepted with a warning, because mounted secrets (Docker, Kubernetes) have such modes
// and cannot be changed.
base::Status CheckSecretFile(const std::string& path, std::vector<std::string>& warnings);

}  // namespace bearward::app
