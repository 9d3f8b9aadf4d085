// Table of administrators: the users who administer their whole environment in the console.
#pragma once

#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// IsAdministrator says whether the user is an administrator of its environment.
base::Result<bool> IsAdministrator(ReadTx& tx, const model::EnvironmentId& environment,
                                   const model::UserId& user);
// ListAdministrators returns the administrators of an environment, the oldest first.
base::Result<std::vector<model::UserId>> ListAdministrators(
    ReadTx& tx, const model::EnvironmentId& environment);
// HasAdministrator says whether any environment has an administrator.
base::Result<bool> HasAdministrator(ReadTx& tx);
// InsertAdministrator fails with kExists if the user is an administrator already.
base::Status InsertAdministrator(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user, base::Time at);

}  // namespace bearward::store
