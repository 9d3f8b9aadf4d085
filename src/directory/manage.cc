#include "directory/manage.h"

#include <utility>

#include "model/changes.h"
#include "store/applications.h"
#include "store/organizations.h"

namespace bearward::directory {

base::Result<ManagedUser> FindManagedUser(store::ReadTx& tx, const model::Caller& caller,
                                          const model::UserId& user, const verify::Act& act,
                                          base::Time now) {
  BW_TRY_ASSIGN(auto acted_on, verify::AuthorizeUser(tx, caller.principal(), user, act));
  return ManagedUser{.user = std::move(acted_on.user),
                     .ending = {.by = model::EventBy(caller, now),
                                .organization = std::move(acted_on.home),
                                .subject_id = user.text}};
}

base::Status ChangeApplication(store::WriteTx& tx, const model::Caller& caller,
                               const model::ApplicationId& id, base::Time now,
                               const std::function<bool(model::Application&)>& change) {
  BW_TRY_ASSIGN(auto application, verify::AuthorizeApplication(tx, caller.principal(), id));
  const model::Application before = application;
  if (!change(application)) return {};
  const bool disabled = before.enabled && !application.enabled;
  if (disabled) ++application.generation;
  application.updated_at = now;
  BW_TRY(store::UpdateApplication(tx, application));
  const Ending ending{.by = model::EventBy(caller, now),
                      .organization = application.organization,
                      .kind = model::SubjectKind::kApplication,
                      .subject_id = id.text};
  BW_TRY(tx.Append(ending.by.Make(model::EventType::kApplicationUpdated, id.text,
                                  application.organization,
                                  model::Changes::Between(before, application).Json())));
  return disabled ? EndSessions(tx, ending) : base::Status();
}

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
  return RevokeTokensIn(tx, caller->environment, id, now);
}

}  // namespace bearward::directory
