// FoundUser: finds a user for a caller that acts for the environment, or the user that the caller
// is. Internal to the module.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/caller.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::users {

// UserNotFound names the id or the address that was requested.
base::Error UserNotFound(std::string_view id_or_email);

// FindUserOf returns a user of the environment of the caller, which acts for its environment.
base::Result<model::User> FindUserOf(store::ReadTx& tx, const model::Caller& caller,
                                     std::string_view user);

// CheckIsUser fails with kDenied "not_a_user" for a caller that is no user; FindSelf returns the
// user that the caller is.
base::Status CheckIsUser(const model::Caller& caller);
base::Result<model::User> FindSelf(store::ReadTx& tx, const model::Caller& caller);

}  // namespace bearward::users
