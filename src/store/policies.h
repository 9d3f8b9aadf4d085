// Table of policies: the conditions of gateways for requests.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/policy.h"
#include "store/transaction.h"

namespace bearward::store {

// FindPolicy returns nullopt when this environment has no policy of that name.
base::Result<std::optional<model::Policy>> FindPolicy(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view name);
// ListPolicies returns up to `limit` policies of an environment with names greater than `after`, in
// order of name.
base::Result<std::vector<model::Policy>> ListPolicies(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view after, int limit);
// ListAllPolicies returns the policies of all environments. It is for the policy cache of the
// gateways and must not be exposed to a caller.
base::Result<std::vector<model::Policy>> ListAllPolicies(ReadTx& tx);
// InsertPolicy fails with kExists when the name exists in the environment.
base::Status InsertPolicy(WriteTx& tx, const model::Policy& policy);
// UpdatePolicy writes every column except the keys and created_at.
base::Status UpdatePolicy(WriteTx& tx, const model::Policy& policy);
// DeletePolicy removes the row if it exists.
base::Status DeletePolicy(WriteTx& tx, const model::EnvironmentId& environment,
                          std::string_view name);

}  // namespace bearward::store
