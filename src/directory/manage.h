// Manage: who may change whom. Internal to the room.
#pragma once

#include <string_view>

#include "base/result.h"
#include "directory/endings.h"
#include "model/caller.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::directory {

// IsEnvironmentKey says whether the environment itself is asking: it may do everything there.
bool IsEnvironmentKey(const model::Caller& caller);

// IsSelf says whether the user itself is asking.
bool IsSelf(const model::Caller& caller, const model::UserId& user);

// CheckMayManage refuses a caller without the permission: kDenied "missing_permission".
base::Status CheckMayManage(const model::Caller& caller, std::string_view permission);

// CheckMayActAs refuses (kDenied "exceeds_own_permissions") whoever would gain rights by signing in
// as the user. A user may always act as itself.
base::Status CheckMayActAs(store::ReadTx& tx, const model::Caller& caller,
                           const model::UserId& user);

// ManagedUser is a user whom the caller may change, and how such changes are announced.
struct ManagedUser {
  model::User user;
  Ending ending;
};

// FindManagedUser finds a user whose home is the caller's organization, or anybody of the
// environment for its own key. All others are kNotFound "user_not_found": whoever merely lets a
// guest in must not gain the guest's account at home.
base::Result<ManagedUser> FindManagedUser(store::ReadTx& tx, const model::Caller& caller,
                                          const model::UserId& user, base::Time now);

}  // namespace bearward::directory
