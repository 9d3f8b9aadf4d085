#include "directory/manage.h"

#include "model/changes.h"
#include "store/applications.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/users.h"

namespace bearward::directory {

bool IsEnvironmentKey(const model::Caller& caller) {
  return caller->subject_kind == model::SubjectKind::kEnvironment;
}

bool IsSelf(const model::Caller& caller, const model::UserId& user) {
  return caller->subject_kind == model::SubjectKind::kUser && caller->subject_id == user.text;
}

base::Status CheckMayManage(const model::Caller& caller, std::string_view permission) {
  if (IsEnvironmentKey(caller) || model::HasPermission(caller.principal(), permission)) return {};
  return base::Fail(base::Denied("missing_permission",
                                 "This needs the permission " + std::string(permission) + "."));
}

base::Status CheckIsEnvironment(const model::Caller& caller) {
  if (IsEnvironmentKey(caller)) return {};
  return base::Fail(base::Denied("not_the_environment", "Only the environment's key may do it."));
}

base::Status CheckMayActAs(store::ReadTx& tx, const model::Caller& caller,
                           const model::UserId& user) {
  if (IsSelf(caller, user)) return {};
  BW_TRY_ASSIGN(const auto theirs, store::PermissionsOfUser(tx, caller->environment, user));
  return model::CheckHoldsAll(caller.principal(), theirs);
}

base::Result<ManagedUser> FindManagedUser(store::ReadTx& tx, const model::Caller& caller,
                                          const model::UserId& user, base::Time now) {
  const base::Error not_found = base::NotFound("user_not_found", "No such user.");
  BW_TRY_ASSIGN(auto found, store::FindUser(tx, caller->environment, user));
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, caller->environment, user));
  if (!found) return base::Fail(not_found);
  const bool at_home =
      !memberships.empty() && memberships.front().organization == caller->organization;
  if (!at_home && !IsSelf(caller, user) && !IsEnvironmentKey(caller)) return base::Fail(not_found);
  Ending ending{.by = model::EventBy(caller, now), .organization = {}, .subject_id = user.text};
  if (!memberships.empty()) ending.organization = memberships.front().organization;
  return ManagedUser{*std::move(found), std::move(ending)};
}

base::Status ChangeApplication(store::WriteTx& tx, const model::Caller& caller,
                               const model::ApplicationId& id, base::Time now,
                               const std::function<bool(model::Application&)>& change) {
  BW_TRY_ASSIGN(auto application, store::FindApplication(tx, caller->environment, id));
  if (!application ||
      (application->organization != caller->organization && !IsEnvironmentKey(caller))) {
    return base::Fail(base::NotFound("application_not_found", "No such application."));
  }
  const model::Application before = *application;
  if (!change(*application)) return {};
  application->updated_at = now;
  BW_TRY(store::UpdateApplication(tx, *application));
  return tx.Append(model::EventBy(caller, now)
                       .Make(model::EventType::kApplicationUpdated, id.text,
                             application->organization,
                             model::Changes::Between(before, *application).Json()));
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
  return tx.Append(model::EventBy(caller, now)
                       .Make(model::EventType::kOrganizationUpdated, id.text, id,
                             model::Changes::Between(before, *organization).Json()));
}

}  // namespace bearward::directory
