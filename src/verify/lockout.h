// Lockout: ends the lock that failed sign-ins put on a user.
#pragma once

#include <optional>

#include "base/result.h"
#include "model/event.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::verify {

// EndLockout clears the failed sign-ins of a user. If they had locked the user, it appends
// login.unlocked with this organization.
base::Status EndLockout(store::WriteTx& tx, const model::EventBy& by, const model::UserId& user,
                        const std::optional<model::OrganizationId>& organization);

}  // namespace bearward::verify
