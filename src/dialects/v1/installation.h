// Which callers may read what belongs to the whole installation and not to one environment.
#pragma once

#include <functional>

#include "base/result.h"
#include "model/caller.h"
#include "model/ids.h"

namespace bearward::dialects::v1 {

// DefaultEnvironment returns the id of the first environment of the installation, empty if there is
// none; it does not block. Its administrators are those of the installation.
using DefaultEnvironment = std::function<base::Result<model::EnvironmentId>()>;

// CheckInstallation checks that the caller acts for the default environment: kDenied
// "not_the_environment" or "not_the_default_environment" (incident class I2). An error of
// `find_default` is returned as it is.
base::Status CheckInstallation(const model::Principal& actor,
                               const DefaultEnvironment& find_default);

}  // namespace bearward::dialects::v1
