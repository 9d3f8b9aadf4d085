#include "policies/manage.h"

#include <string>
#include <utility>

#include "store/organizations.h"
#include "store/policies.h"

namespace bearward::policies {
base::Status CheckOrganization(store::ReadTx& tx, const model::Policy& policy) {
  if (!policy.organization) return {};
  BW_TRY_ASSIGN(const auto found,
                store::FindOrganization(tx, policy.environment, *policy.organization));
  if (found) return {};
  base::Error error = base::Invalid("invalid_policy", "`organization_id` is no organization here.");
  error.fields.emplace_back("organization_id");
  return base::Fail(std::move(error));
}

base::Result<model::Policy> FindExisting(store::ReadTx& tx, const model::Caller& caller,
                                         std::string_view name) {
  BW_TRY_ASSIGN(auto found, store::FindPolicy(tx, caller->environment, name));
  if (!found) return base::Fail(base::NotFound("policy_not_found", "No such policy."));
  return *std::move(found);
}

}  // namespace bearward::policies
