#include <utility>

#include "store/login_failures.h"
#include "store/organizations.h"
#include "store/users.h"
#include "users/managed_user.h"
#include "users/users.h"

namespace bearward::users {
namespace {

base::Result<Account> ReadOwn(store::ReadTx& tx, const model::Principal& principal) {
  BW_TRY_ASSIGN(auto user, store::FindUser(tx, principal.environment,
                                           model::UserId{std::string(principal.subject_id)}));
  BW_TRY_ASSIGN(auto organization,
                store::FindOrganization(tx, principal.environment, principal.organization));
  if (!user || !organization) {
    return base::Fail(base::NotFound("account_not_found", "No such account."));
  }
  return Account{.user = *std::move(user), .organization = *std::move(organization)};
}

}  // namespace

base::Result<Account> Users::ReadAccount(const model::Caller& caller) {
  if (caller->subject_kind != model::SubjectKind::kUser) {
    return base::Fail(base::Denied("not_a_user", "Only users have an account."));
  }
  return parts_.store.Read([&](store::ReadTx& tx) { return ReadOwn(tx, caller.principal()); });
}

base::Result<UserState> Users::Read(const model::Caller& caller, const model::UserId& user) {
  // Without the permission, other users do not exist for the caller: the answer is the same for
  // all.
  if (!verify::IsSelf(caller.principal(), user)) {
    BW_TRY(verify::CheckPermission(caller.principal(), kManageUsers));
  }
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<UserState> {
    BW_TRY_ASSIGN(auto managed, FindManagedUser(tx, caller, user, kRead, now));
    BW_TRY_ASSIGN(const auto failures, store::FindLoginFailures(tx, caller->environment, user));
    const bool locked = failures.locked_until && now < *failures.locked_until;
    return UserState{.user = std::move(managed.user),
                     .failures = failures.count,
                     .locked_until = locked ? failures.locked_until : std::nullopt};
  });
}

}  // namespace bearward::users
