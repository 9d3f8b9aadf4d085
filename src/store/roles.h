// Table of roles and their permissions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::store {

// FindRole gives nullopt when there is no such slug in this environment.
base::Result<std::optional<model::Role>> FindRole(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  std::string_view slug);
// PermissionsOfUser gives every permission that some role of some membership gives the user.
base::Result<std::vector<std::string>> PermissionsOfUser(ReadTx& tx,
                                                         const model::EnvironmentId& environment,
                                                         const model::UserId& user);
// PutRole inserts the role or replaces its name and permissions.
base::Status PutRole(WriteTx& tx, const model::Role& role);

}  // namespace bearward::store
