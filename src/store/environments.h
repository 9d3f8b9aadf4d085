// Table of environments. The only table without an environment column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/environment.h"
#include "store/transaction.h"

namespace bearward::store {

// FindEnvironment, ...ByName give nullopt when there is none.
base::Result<std::optional<model::Environment>> FindEnvironment(ReadTx& tx,
                                                                const model::EnvironmentId& id);
base::Result<std::optional<model::Environment>> FindEnvironmentByName(ReadTx& tx,
                                                                      std::string_view name);
// ListEnvironments gives all in order of position: the default one first.
base::Result<std::vector<model::Environment>> ListEnvironments(ReadTx& tx);
// InsertEnvironment fails with kExists when the id or the name is taken.
base::Status InsertEnvironment(WriteTx& tx, const model::Environment& environment);
// UpdateEnvironment writes every column of the row with this id. Here and in every table: callers
// have found the row in the same transaction, so that a missing one is kInternal.
base::Status UpdateEnvironment(WriteTx& tx, const model::Environment& environment);

}  // namespace bearward::store
