// Provision file: the TOML text that describes a world (docs: the provisioning file).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "directory/provisioning_file.h"

namespace bearward::app {

// ParseProvisionFile reads a whole file's text; `file_name` is for messages only. Broken TOML, an
// unknown key, a value of another type and an unknown word (a level, a state) are kInvalid
// "provisioning_file" with a text "FILE:LINE: what is wrong. Hint.". What needs more than the one
// value to judge is left to directory::Applier.
base::Result<directory::ProvisioningFile> ParseProvisionFile(std::string_view text,
                                                             const std::string& file_name);

}  // namespace bearward::app
