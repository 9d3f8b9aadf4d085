// FolderSetting: settings that name a folder which must exist.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::app {

// CheckFolderSetting fails with kInvalid "bad_setting" unless `path`, the value of the setting
// `name`, is a folder.
base::Status CheckFolderSetting(std::string_view name, const std::string& path);

}  // namespace bearward::app
