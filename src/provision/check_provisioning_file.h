// Check world: the rules of a provisioning file that need no store. Internal to the module.
#pragma once

#include "base/result.h"
#include "provision/provisioning_file.h"

namespace bearward::provision {

// CheckProvisioningFile returns the first malformed or missing value: kInvalid "FILE:LINE: what.
// Hint.".
base::Status CheckProvisioningFile(const ProvisioningFile& world);

}  // namespace bearward::provision
