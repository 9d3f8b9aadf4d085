#include "directory/manage.h"

#include "store/memberships.h"
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
  ManagedUser managed;
  managed.ending.environment = caller->environment;
  if (!memberships.empty()) managed.ending.organization = memberships.front().organization;
  managed.ending.subject_id = user.text;
  managed.ending.actor = caller.AsActor();
  managed.ending.at = now;
  managed.user = *std::move(found);
  return managed;
}

}  // namespace bearward::directory
