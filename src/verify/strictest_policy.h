// StrictestPolicy: the password rules of a user.
#pragma once

#include "base/result.h"
#include "model/password_policy.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::verify {

// StrictestPolicy returns the highest level among the user's organizations, medium without any. One
// password grants access to all of them, so the strictest policy applies.
base::Result<model::PolicyLevel> StrictestPolicy(store::ReadTx& tx, const model::User& user);

}  // namespace bearward::verify
