#include "directory/applying.h"
#include "store/policies.h"

namespace bearward::directory {
namespace {

// Describe puts what the entry says into the policy, and says whether that is a change.
base::Result<bool> Describe(Applying& applying, const PolicyEntry& entry,
                            const model::Environment& environment, model::Policy& policy) {
  bool changed = Assign(policy.credentials, entry.credentials);
  changed |= Assign(policy.permissions, entry.permissions);
  changed |= Assign(policy.audience, entry.audience);
  changed |= Assign(policy.methods, entry.methods);
  changed |= Assign(policy.path_prefixes, entry.path_prefixes);
  changed |= Assign(policy.identity, entry.identity);
  changed |= Assign(policy.identity_jwt, entry.identity_jwt);
  changed |= Assign(policy.hide_credential, entry.hide_credential);
  changed |= Assign(policy.path_forms, entry.path_forms);
  changed |= Assign(policy.cors_preflight, entry.cors_preflight);
  if (entry.organization.empty()) return changed;
  BW_TRY_ASSIGN(const auto organization,
                OrganizationOf(applying, entry.where, environment, entry.organization));
  changed |= Assign(policy.organization, std::optional(organization.id));
  return changed;
}

base::Status ApplyPolicy(Applying& applying, const PolicyEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, "policy", environment.id, entry.name));
  BW_TRY_ASSIGN(const auto found, store::FindPolicy(applying.tx, environment.id, entry.name));
  model::Policy policy = found.value_or(model::Policy());
  BW_TRY_ASSIGN(const bool changed, Describe(applying, entry, environment, policy));
  if (found && !changed) return {};
  policy.environment = environment.id;
  policy.name = entry.name;
  policy.updated_at = applying.now;
  if (!found) policy.created_at = applying.now;
  BW_TRY(found ? store::UpdatePolicy(applying.tx, policy)
               : store::InsertPolicy(applying.tx, policy));
  BW_TRY(Append(applying,
                found ? model::EventType::kPolicyUpdated : model::EventType::kPolicyCreated,
                environment.id, std::nullopt, policy.name));
  Record(applying, {.verb = VerbOf(!found),
                    .kind = "policy",
                    .environment = environment.name,
                    .name = policy.name,
                    .id = policy.name});
  return {};
}

}  // namespace

base::Status ApplyPolicies(Applying& applying) {
  for (const PolicyEntry& entry : applying.world.policies) BW_TRY(ApplyPolicy(applying, entry));
  return {};
}

}  // namespace bearward::directory
