#include "organizations/organizations.h"

#include <functional>
#include <utility>

#include "model/changes.h"
#include "model/event.h"
#include "sessions/sessions.h"
#include "store/organizations.h"
#include "verify/authority.h"

namespace bearward::organizations {
namespace {

// ChangeOrganization calls `change` on an organization of the caller's environment. If it returns
// true, the row is written and organization.updated appended; disabling revokes the tokens.
base::Status ChangeOrganization(store::WriteTx& tx, const model::Caller& caller,
                                const model::OrganizationId& id, base::Time now,
                                const std::function<bool(model::Organization&)>& change) {
  BW_TRY_ASSIGN(auto organization, store::FindOrganization(tx, caller->environment, id));
  if (!organization) {
    return base::Fail(base::NotFound("organization_not_found", "No such organization."));
  }
  const model::Organization before = *organization;
  if (!change(*organization)) return {};
  organization->updated_at = now;
  BW_TRY(store::UpdateOrganization(tx, *organization));
  BW_TRY(tx.Append(model::EventBy(caller, now)
                       .Make(model::EventType::kOrganizationUpdated, id.text, id,
                             model::Changes::Between(before, *organization).Json())));
  if (!before.enabled || organization->enabled) return {};
  return sessions::EndAllIn(tx, caller->environment, id, now);
}

}  // namespace

base::Status Organizations::SetEnabled(const model::Caller& caller,
                                       const model::OrganizationId& organization, bool enabled) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const base::Time now = clock_.Now();
  return store_.Write([&](store::WriteTx& tx) {
    return ChangeOrganization(tx, caller, organization, now, [enabled](model::Organization& row) {
      return std::exchange(row.enabled, enabled) != enabled;
    });
  });
}

base::Status Organizations::SetRateLimit(const model::Caller& caller,
                                         const model::OrganizationId& organization,
                                         const std::optional<model::RateLimit>& limit) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const base::Time now = clock_.Now();
  return store_.Write([&](store::WriteTx& tx) {
    return ChangeOrganization(tx, caller, organization, now, [&limit](model::Organization& row) {
      return std::exchange(row.rate_limit, limit) != limit;
    });
  });
}

}  // namespace bearward::organizations
