// FolderSetting: settings that name a folder, or a file of certificates, which must exist.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::app {

// CheckFolderSetting fails with kInvalid "bad_setting" unless `path`, the value of the setting
// `name`, is a folder.
base::Status CheckFolderSetting(std::string_view name, const std::string& path);

// CheckCertificatesSetting fails with kInvalid "bad_setting" unless `path`, the value of the
// setting `name`, is empty or a file with certificates (PEM). Without the check each connection
// would fail.
base::Status CheckCertificatesSetting(std::string_view name, const std::string& path);

}  // namespace bearward::app
