// AddressOwner: the user for whom a sign-in by email is made.
#pragma once

#include <string>

#include "base/result.h"
#include "model/user.h"
#include "resource/verbs.h"
#include "store/transaction.h"
#include "users/users.h"

namespace bearward::users {

// FindOrMakeOwner returns the owner of an address. An unknown address becomes a new user, so that
// the answer is the same for known and unknown ones.
base::Result<model::User> FindOrMakeOwner(store::WriteTx& tx, const Users& users,
                                          const resource::Context& context,
                                          const std::string& email);

}  // namespace bearward::users
