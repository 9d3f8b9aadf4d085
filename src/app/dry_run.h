// DryRun: what `apply` would change.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "app/wire.h"
#include "base/result.h"

namespace bearward::app {

// PlanApply returns the changes that `apply` would make. It changes no row. A data folder without
// data, or a PostgreSQL database without a schema, stays as it is: the plan is then that for an
// empty database. The schema of an older version is upgraded as by any command. Failures of
// CheckData, RequireData with PostgreSQL, OpenCore and Core::Plan; adds the warnings of OpenCore,
// and one for a PostgreSQL database without a schema.
base::Result<provision::Plan> PlanApply(const Config& config,
                                        const provision::ProvisioningFile& world,
                                        provision::Prune prune, std::vector<std::string>& warnings);

}  // namespace bearward::app
