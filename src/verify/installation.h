// Installation: the one definition of the permission installation:manage. No role can grant it,
// because roles belong to one environment.
#pragma once

#include <functional>

#include "base/result.h"
#include "model/caller.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::verify {

// DefaultEnvironment returns the id of the first environment of the installation, empty if there is
// none; it does not block. Its administrators are the operators of the installation.
using DefaultEnvironment = std::function<base::Result<model::EnvironmentId>()>;

// ManagesInstallation says whether the caller holds installation:manage: it acts for the first
// environment, by a key with every permission or as an administrator in the console. A session in
// which another user acts never does (incident classes I2, I3). An error of `find_default` is
// returned as it is.
base::Result<bool> ManagesInstallation(const model::Principal& actor,
                                       const DefaultEnvironment& find_default);
// CheckInstallation is the same as a check: kDenied "not_the_environment" or
// "not_the_default_environment".
base::Status CheckInstallation(const model::Principal& actor,
                               const DefaultEnvironment& find_default);
// CheckInstallation finds the first environment in the transaction.
base::Status CheckInstallation(store::ReadTx& tx, const model::Principal& actor);

}  // namespace bearward::verify
