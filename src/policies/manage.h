// Manage: shared code of the operations. Internal to the module.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/caller.h"
#include "model/event.h"
#include "model/policy.h"
#include "store/transaction.h"

namespace bearward::policies {

// CheckOrganization refuses (kInvalid "invalid_policy") an organization that does not exist.
base::Status CheckOrganization(store::ReadTx& tx, const model::Policy& policy);

// FindExisting returns the policy of the caller's environment; kNotFound "policy_not_found".
base::Result<model::Policy> FindExisting(store::ReadTx& tx, const model::Caller& caller,
                                         std::string_view name);

}  // namespace bearward::policies
