#include "verify/strictest_policy.h"

#include <algorithm>

#include "store/memberships.h"
#include "store/organizations.h"

namespace bearward::verify {

base::Result<model::PolicyLevel> StrictestPolicy(store::ReadTx& tx, const model::User& user) {
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
  if (memberships.empty()) return model::PolicyLevel::kMedium;
  auto strictest = model::PolicyLevel::kLow;
  for (const model::Membership& membership : memberships) {
    BW_TRY_ASSIGN(const auto organization,
                  store::FindOrganization(tx, user.environment, membership.organization));
    if (!organization) return base::Fail(base::Internal("a membership without organization"));
    strictest = std::max(strictest, organization->password_policy);
  }
  return strictest;
}

}  // namespace bearward::verify
