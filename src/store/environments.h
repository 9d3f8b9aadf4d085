// Table of environments.
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

// FindEnvironment and ...ByName return nullopt when there is no such environment.
base::Result<std::optional<model::Environment>> FindEnvironment(ReadTx& tx,
                                                                const model::EnvironmentId& id);
base::Result<std::optional<model::Environment>> FindEnvironmentByName(ReadTx& tx,
                                                                      std::string_view name);
// ListEnvironments returns all environments in order of position: the default one first.
base::Result<std::vector<model::Environment>> ListEnvironments(ReadTx& tx);
// InsertEnvironment fails with kExists when the id or the name exists.
base::Status InsertEnvironment(WriteTx& tx, const model::Environment& environment);
// UpdateEnvironment writes every field without kConstant (model/environment_fields.h) of the row
// with this id. A missing row is kInternal, because the caller has read the row in the same
// transaction; this applies to the update functions of all tables.
base::Status UpdateEnvironment(WriteTx& tx, const model::Environment& environment);

}  // namespace bearward::store
