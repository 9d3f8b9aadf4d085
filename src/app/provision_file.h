// Provision file: parses the TOML text of a provisioning file (docs/provisioning.md).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "provision/provisioning_file.h"

namespace bearward::app {

// ParseProvisionFile parses the text of a whole file; `file_name` is for messages only. Broken
// TOML, an unknown key, a value of another type and an unknown word (a level, a state) are kInvalid
// "provisioning_file" with the text "FILE:LINE: what is wrong. Hint.". Checks that need more than
// the one value are in provision::Applier.
base::Result<provision::ProvisioningFile> ParseProvisionFile(std::string_view text,
                                                             const std::string& file_name);

}  // namespace bearward::app
