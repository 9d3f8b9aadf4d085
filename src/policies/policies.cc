#include "policies/policies.h"

#include "model/check_row.h"
#include "store/organizations.h"

namespace bearward::policies {
namespace {

using enum model::EventType;

base::Status Prepare(store::WriteTx& tx, const model::Policy* /*before*/, model::Policy& policy,
                     const resource::Context& /*context*/) {
  BW_TRY(model::CheckPolicy(policy));
  if (!policy.organization) return {};
  BW_TRY_ASSIGN(const auto found,
                store::FindOrganization(tx, policy.environment, *policy.organization));
  if (found) return {};
  return base::Fail(model::WrongValue(model::kPolicy, model::kOrganizationField,
                                      "the id of an organization of this environment"));
}

}  // namespace

Policies::Policies(const resource::Parts& parts)
    : VerbsOf(model::kPolicy,
              {.read = "",
               .write = "",
               .events = {kPolicyCreated, kPolicyUpdated, kPolicyDeleted},
               .prepare = resource::PrepareOf(&Prepare)},
              parts) {}

}  // namespace bearward::policies
