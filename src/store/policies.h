// Table of policies: what gateways ask of requests.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/policy.h"
#include "store/transaction.h"

namespace bearward::store {

// FindPolicy gives nullopt when there is none of that name in this environment.
base::Result<std::optional<model::Policy>> FindPolicy(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view name);
// ListPolicies gives up to `limit` policies of an environment whose names come after a name.
base::Result<std::vector<model::Policy>> ListPolicies(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view after, int limit);
// ListAllPolicies gives those of every environment: for the gateways' book, never for a caller.
base::Result<std::vector<model::Policy>> ListAllPolicies(ReadTx& tx);
// InsertPolicy fails with kExists when the name is taken in the environment.
base::Status InsertPolicy(WriteTx& tx, const model::Policy& policy);
// UpdatePolicy writes every column but the keys and created_at.
base::Status UpdatePolicy(WriteTx& tx, const model::Policy& policy);
// DeletePolicy removes the row, if there is one.
base::Status DeletePolicy(WriteTx& tx, const model::EnvironmentId& environment,
                          std::string_view name);

}  // namespace bearward::store
