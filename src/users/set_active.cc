#include "model/changes.h"
#include "store/users.h"
#include "users/managed_user.h"
#include "users/users.h"
#include "verify/lockout.h"

namespace bearward::users {
namespace {

base::Status Switch(store::WriteTx& tx, ManagedUser managed, bool active) {
  if (active)
    BW_TRY(verify::EndLockout(tx, managed.ending.by, managed.user.id, managed.ending.organization));
  if (managed.user.active == active) return {};
  const model::User before = managed.user;
  const model::EventBy& by = managed.ending.by;
  managed.user.active = active;
  managed.user.updated_at = by.at();
  BW_TRY(store::UpdateUser(tx, managed.user));
  BW_TRY(tx.Append(by.Make(model::EventType::kUserUpdated, managed.user.id.text,
                           managed.ending.organization,
                           model::Changes::Between(before, managed.user).Json())));
  return active ? base::Status() : sessions::EndAll(tx, managed.ending);
}

}  // namespace

base::Status Users::SetActive(const model::Caller& caller, const model::UserId& user, bool active) {
  BW_TRY(verify::CheckPermission(caller.principal(), kManageUsers));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto managed, FindManagedUser(tx, caller, user, kManage, now));
    return Switch(tx, std::move(managed), active);
  });
}

base::Status Users::Unlock(const model::Caller& caller, const model::UserId& user) {
  BW_TRY(verify::CheckPermission(caller.principal(), kManageUsers));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto managed, FindManagedUser(tx, caller, user, kManage, now));
    return verify::EndLockout(tx, managed.ending.by, managed.user.id, managed.ending.organization);
  });
}

}  // namespace bearward::users
