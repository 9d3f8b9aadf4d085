#include "directory/directory.h"
#include "directory/manage.h"
#include "store/organizations.h"

namespace bearward::directory {
namespace {

base::Status Switch(store::WriteTx& tx, const Ending& change, const model::OrganizationId& id,
                    bool enabled) {
  BW_TRY_ASSIGN(auto organization, store::FindOrganization(tx, change.environment, id));
  if (!organization) {
    return base::Fail(base::NotFound("organization_not_found", "No such organization."));
  }
  if (organization->enabled == enabled) return {};
  organization->enabled = enabled;
  organization->updated_at = change.at;
  BW_TRY(store::UpdateOrganization(tx, *organization));
  return tx.Append(EventOf(change, model::EventType::kOrganizationUpdated, id.text));
}

}  // namespace

base::Status Directory::SetOrganizationEnabled(const model::Caller& caller,
                                               const model::OrganizationId& organization,
                                               bool enabled) {
  if (!IsEnvironmentKey(caller)) {
    return base::Fail(base::Denied("not_the_environment", "Only the environment's key may do it."));
  }
  const Ending change{.environment = caller->environment,
                      .organization = organization,
                      .subject_id = {},
                      .actor = caller.AsActor(),
                      .at = parts_.clock.Now()};
  return parts_.store.Write(
      [&](store::WriteTx& tx) { return Switch(tx, change, organization, enabled); });
}

}  // namespace bearward::directory
