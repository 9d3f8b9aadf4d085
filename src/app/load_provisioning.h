// LoadProvisioning: reads the provisioning files of a command line as one.
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "provision/provisioning_file.h"

namespace bearward::app {

// LoadProvisioningFiles reads files, folders (their *.toml in order of name) and "-", which is
// standard input, and joins their entries in this order. Errors of ReadWholeFile and
// ParseProvisionFile; kInvalid "no_provisioning_file" for a folder without one.
base::Result<provision::ProvisioningFile> LoadProvisioningFiles(std::span<const std::string> paths);

}  // namespace bearward::app
