// Check world: the rules of a world that need no store. Internal to the module.
#pragma once

#include "base/result.h"
#include "directory/provisioning_file.h"

namespace bearward::directory {

// CheckProvisioningFile finds the first malformed or missing value: kInvalid "FILE:LINE: what.
// Hint.".
base::Status CheckProvisioningFile(const ProvisioningFile& world);

}  // namespace bearward::directory
