// ReadFile: files that a person named, and files that hold secrets.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace bearward::app {

// ReadWholeFile returns the bytes of a file or pipe; kInvalid "unreadable_file" with its name and
// the reason. A folder is refused.
base::Result<std::string> ReadWholeFile(const std::string& path);

// CheckSecretFile judges who else may touch a file that holds a secret. A file that every user may
// write is kInvalid "unsafe_file". A file that others may read, or the group may write, is accepted
// with a warning: mounted secrets (Docker, Kubernetes) have such modes and cannot be changed.
base::Status CheckSecretFile(const std::string& path, std::vector<std::string>& warnings);

}  // namespace bearward::app
