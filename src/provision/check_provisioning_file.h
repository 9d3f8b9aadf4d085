// CheckProvisioningFile: the rules of a provisioning file that need no store. Internal to the
// module.
#pragma once

#include "base/result.h"
#include "provision/provisioning_file.h"

namespace bearward::provision {

// CheckProvisioningFile fails for the first malformed or missing value: kInvalid
// "provisioning_file" with the text "FILE:LINE: what is wrong. Hint.".
base::Status CheckProvisioningFile(const ProvisioningFile& world);

}  // namespace bearward::provision
