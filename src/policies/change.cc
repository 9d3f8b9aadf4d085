// Create, Update and Delete.
#include <string>
#include <utility>

#include "model/changes.h"
#include "policies/manage.h"
#include "policies/policies.h"
#include "store/policies.h"
#include "verify/authority.h"

namespace bearward::policies {
namespace {

base::Status Insert(store::WriteTx& tx, const model::Policy& policy) {
  base::Status inserted = store::InsertPolicy(tx, policy);
  if (inserted || inserted.error().code != base::Code::kExists) return inserted;
  return base::Fail(base::Exists("policy_exists", "There is a policy of this name."));
}

}  // namespace

base::Result<model::Policy> Policies::Create(const model::Caller& caller, model::Policy policy) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  policy.environment = caller->environment;
  policy.created_at = parts_.clock.Now();
  policy.updated_at = policy.created_at;
  BW_TRY(model::CheckPolicy(policy));
  const model::EventBy by(caller, policy.created_at);
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(CheckOrganization(tx, policy));
    BW_TRY(Insert(tx, policy));
    return tx.Append(by.Make(model::EventType::kPolicyCreated, policy.name, policy.organization,
                             model::Changes::Created(policy).Json()));
  }));
  return policy;
}

base::Result<model::Policy> Policies::Update(const model::Caller& caller, model::Policy policy) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  policy.environment = caller->environment;
  policy.updated_at = parts_.clock.Now();
  BW_TRY(model::CheckPolicy(policy));
  const model::EventBy by(caller, policy.updated_at);
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<model::Policy> {
    BW_TRY_ASSIGN(const model::Policy present, FindExisting(tx, caller, policy.name));
    policy.created_at = present.created_at;
    BW_TRY(CheckOrganization(tx, policy));
    BW_TRY(store::UpdatePolicy(tx, policy));
    BW_TRY(tx.Append(by.Make(model::EventType::kPolicyUpdated, policy.name, policy.organization,
                             model::Changes::Between(present, policy).Json())));
    return policy;
  });
}

base::Status Policies::Delete(const model::Caller& caller, std::string_view name) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const model::Policy present, FindExisting(tx, caller, name));
    BW_TRY(store::DeletePolicy(tx, present.environment, present.name));
    return tx.Append(by.Make(model::EventType::kPolicyDeleted, present.name, present.organization,
                             model::Changes::Deleted(present).Json()));
  });
}

}  // namespace bearward::policies
