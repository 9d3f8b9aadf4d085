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
// PutRole inserts the role or replaces its name and permissions.
base::Status PutRole(WriteTx& tx, const model::Role& role);

}  // namespace bearward::store
