// DryRun: what `apply` would change.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "app/wire.h"
#include "base/result.h"

namespace bearward::app {

// PlanApply returns the changes that `apply` would make. It changes no row, and a data folder
// without data stays as it is: the plan is then that for an empty database. With PostgreSQL, or a
// database of an older version, the schema is made or upgraded as by any command. Failures of
// CheckData, OpenCore and Core::Plan; adds the warnings of OpenCore.
base::Result<provision::Plan> PlanApply(const Config& config,
                                        const provision::ProvisioningFile& world,
                                        provision::Prune prune, std::vector<std::string>& warnings);

}  // namespace bearward::app
