// Rows that the apply_*.cc files create in addition to those of the entries.
#pragma once

#include <string>
#include <string_view>

#include "provision/applying.h"

namespace bearward::provision {

// NewIdOf returns a new id with this prefix.
std::string NewIdOf(Applying& applying, std::string_view prefix);
// InsertAccessDefaults inserts the roles and the permissions that a new environment has. They have
// no events of their own, because every new environment has them.
base::Status InsertAccessDefaults(Applying& applying, const model::EnvironmentId& environment);

}  // namespace bearward::provision
