// Policy: which password rules hold for a user. Internal to the module.
#pragma once

#include "base/result.h"
#include "model/password_policy.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::directory {

// StrictestPolicy gives the highest level among the user's organizations, medium without any: a
// password opens all of them at once, so the most careful one decides.
base::Result<model::PolicyLevel> StrictestPolicy(store::ReadTx& tx, const model::User& user);

}  // namespace bearward::directory
