// What the apply_*.cc files create besides the rows of entries.
#pragma once

#include <string>
#include <string_view>

#include "provision/applying.h"

namespace bearward::provision {

// NewIdOf returns a new id with this prefix.
std::string NewIdOf(Applying& applying, std::string_view prefix);
// InsertAccessDefaults inserts the role and the permissions that every environment has. The event
// of the new environment stands for them.
base::Status InsertAccessDefaults(Applying& applying, const model::EnvironmentId& environment);

}  // namespace bearward::provision
