// AddressOwner: the user for whom a sign-in by email is made.
#pragma once

#include <string>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "model/event.h"
#include "model/user.h"
#include "resource/verbs.h"
#include "store/transaction.h"
#include "users/users.h"

namespace bearward::users {

// NewOwner returns a user of an address that no user has; InsertOwner stores it with its event.
// kExists if the address belongs to a user meanwhile.
model::User NewOwner(const model::EnvironmentId& environment, const std::string& email,
                     base::Time now, base::Entropy& entropy);
base::Status InsertOwner(store::WriteTx& tx, model::User& user, const model::EventBy& by);

// FindOrMakeOwner returns the owner of an address. An unknown address becomes a new user, so that
// the answer is the same for known and unknown ones.
base::Result<model::User> FindOrMakeOwner(store::WriteTx& tx, const Users& users,
                                          const resource::Context& context,
                                          const std::string& email);

}  // namespace bearward::users
