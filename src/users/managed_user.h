// ManagedUser: the user on whom an operation acts. Internal to the module.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/caller.h"
#include "model/user.h"
#include "sessions/sessions.h"
#include "store/transaction.h"
#include "verify/authority.h"

namespace bearward::users {

using verify::kManageUsers;

// ManagedUser is a user whom the caller may change, and the source of the events of such a change.
struct ManagedUser {
  model::User user;
  sessions::Ending ending;
};

// kManage, kRead, kSetPassword and kCreatePassword describe the operations on users
// (verify::AuthorizeUser). A user may read about itself. The first password of a user needs a proof
// of its mailbox instead of all its rights.
inline constexpr verify::Act kManage = {.permission = kManageUsers};
inline constexpr verify::Act kRead = {
    .permission = kManageUsers, .self = verify::Self::kByAny, .compares = false};
inline constexpr verify::Act kSetPassword = {.permission = kManageUsers,
                                             .self = verify::Self::kBySession};
inline constexpr verify::Act kCreatePassword = {
    .permission = kManageUsers, .self = verify::Self::kBySession, .compares = false};

// FindManagedUser returns a user on whom the caller may perform `act`; the errors of
// verify::AuthorizeUser.
base::Result<ManagedUser> FindManagedUser(store::ReadTx& tx, const model::Caller& caller,
                                          const model::UserId& user, const verify::Act& act,
                                          base::Time now);

}  // namespace bearward::users
