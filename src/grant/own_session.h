// Own session: the session of a caller's credential. Internal to the module.
#pragma once

#include "base/error.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/session.h"
#include "store/transaction.h"

namespace bearward::grant {

// SessionEnded is the error for a caller whose session ended after it was verified: the same as the
// verification of the next request returns.
base::Error SessionEnded();

// RequireSession refuses keys and passwords, which have no session: kDenied "not_a_session".
base::Status RequireSession(const model::Caller& caller);

// FindOwnSession returns the live session of a caller that passed RequireSession; SessionEnded if
// it has ended or was deleted.
base::Result<model::Session> FindOwnSession(store::ReadTx& tx, const model::Caller& caller);

}  // namespace bearward::grant
