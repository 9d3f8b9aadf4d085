#include "model/policy_record.h"
#include "provision/applying.h"
#include "store/table.h"

namespace bearward::provision {
namespace {

constexpr std::string_view kKind = "policy";

const store::TableOf<model::Policy>& Table() {
  static const store::TableOf<model::Policy> kTable(model::kPolicy);
  return kTable;
}

// Describe assigns the entry to the policy, and returns whether that is a change.
base::Result<bool> Describe(Applying& applying, const PolicyEntry& entry,
                            const model::Environment& environment, model::Policy& policy,
                            EntryMemory& memory) {
  bool changed = memory.Assign(policy.credentials, entry.credentials, "credentials");
  changed |= memory.Assign(policy.permissions, entry.permissions, "permissions");
  changed |= memory.Assign(policy.audience, entry.audience, "audience");
  changed |= memory.Assign(policy.methods, entry.methods, "methods");
  changed |= memory.Assign(policy.path_prefixes, entry.path_prefixes, "path_prefixes");
  changed |= memory.Assign(policy.identity, entry.identity, "identity");
  changed |= memory.Assign(policy.identity_jwt, entry.identity_jwt, "identity_jwt");
  changed |= memory.Assign(policy.hide_credential, entry.hide_credential, "hide_credential");
  changed |= memory.Assign(policy.path_forms, entry.path_forms, "path_forms");
  changed |= memory.Assign(policy.cors_preflight, entry.cors_preflight, "cors_preflight");
  if (entry.organization.empty()) return changed;
  BW_TRY_ASSIGN(const auto organization,
                OrganizationOf(applying, entry.where, environment, entry.organization));
  const std::optional<std::optional<std::string>> wanted(std::in_place, organization.id.text);
  std::optional<std::string> present;
  if (policy.organization) present = policy.organization->text;
  if (!memory.Assign(present, wanted, "organization")) return changed;
  policy.organization = organization.id;
  return true;
}

Change ChangeOf(const PolicyEntry& entry, const model::Environment& environment, bool is_new) {
  return {.verb = VerbOf(is_new),
          .kind = std::string(kKind),
          .environment = environment.name,
          .name = entry.name,
          .id = entry.name};
}

// CheckAsks refuses a new policy that has no requirements unless the entry states so explicitly,
// because every live credential passes it.
base::Status CheckAsks(const PolicyEntry& entry) {
  const bool asks =
      entry.credentials || entry.permissions || entry.audience || !entry.organization.empty();
  if (asks) return {};
  return base::Fail(
      Mistake(entry.where, "the policy " + Quoted(entry.name) +
                               " has no requirement. Give `permissions`, `credentials`, "
                               "`organization` or `audience`; `permissions = []` lets every live "
                               "credential pass."));
}

// StaysDeleted returns whether the API deleted the policy of an unchanged entry. A changed entry
// creates the policy again.
base::Result<bool> StaysDeleted(Applying& applying, const PolicyEntry& entry,
                                const model::Environment& environment) {
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, kKind, entry.name, false));
  if (!memory.known()) return false;
  model::Policy policy;
  BW_TRY(Describe(applying, entry, environment, policy, memory));
  if (memory.news() > 0) return false;
  Change kept = ChangeOf(entry, environment, false);
  kept.verb = Change::Verb::kKept;
  kept.note = PlaceOf(entry.where) +
              ": the policy was deleted through the API. Remove it from the file, or make it again "
              "through the API.";
  Record(applying, std::move(kept));
  return true;
}

base::Status ApplyPolicy(Applying& applying, const PolicyEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, "policy", environment.id, entry.name));
  BW_TRY_ASSIGN(const auto found, Table().Find(applying.tx, environment.id, entry.name));
  if (!found) {
    BW_TRY_ASSIGN(const bool stays, StaysDeleted(applying, entry, environment));
    if (stays) return {};
    BW_TRY(CheckAsks(entry));
  }
  model::Policy policy = found.value_or(model::Policy());
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, kKind, entry.name, !found));
  BW_TRY_ASSIGN(const bool changed, Describe(applying, entry, environment, policy, memory));
  BW_TRY(SaveMemory(applying, memory, entry.where, ChangeOf(entry, environment, !found)));
  if (found && !changed) return {};
  policy.environment = environment.id;
  policy.id = entry.name;
  policy.updated_at = applying.now;
  if (!found) policy.created_at = applying.now;
  BW_TRY(found ? Table().Update(applying.tx, policy) : Table().Insert(applying.tx, policy));
  BW_TRY(Append(applying,
                found ? model::EventType::kPolicyUpdated : model::EventType::kPolicyCreated,
                environment.id, policy.organization, policy.id,
                model::Changes::Of(model::kPolicy, found ? &*found : nullptr, &policy)));
  Record(applying, ChangeOf(entry, environment, !found));
  return {};
}

}  // namespace

base::Status ApplyPolicies(Applying& applying) {
  for (const PolicyEntry& entry : applying.world.policies) BW_TRY(ApplyPolicy(applying, entry));
  return {};
}

}  // namespace bearward::provision
