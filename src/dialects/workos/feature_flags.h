// Routes of feature flags (contracts: WorkOS section 4.13).
#pragma once

#include <vector>

#include "door/rest.h"
#include "feature_flags/flags.h"

namespace bearward::dialects::workos {

// FeatureFlagRoutes returns the routes. The flags must outlive them.
std::vector<door::Route> FeatureFlagRoutes(const feature_flags::Flags& flags,
                                           const door::Mount& mount);

}  // namespace bearward::dialects::workos
