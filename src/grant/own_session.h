// Own session: the session that stands behind a caller's credential. Private to the module.
#pragma once

#include "base/error.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/session.h"
#include "store/transaction.h"

namespace bearward::grant {

// SessionEnded is what a caller reads whose session ended after it was verified: the same as a
// moment later at the door.
base::Error SessionEnded();

// RequireSession refuses keys and passwords, which stand for no session: kDenied "not_a_session".
base::Status RequireSession(const model::Caller& caller);

// FindOwnSession gives the live session of a caller that passed RequireSession; SessionEnded
// when it is gone.
base::Result<model::Session> FindOwnSession(store::ReadTx& tx, const model::Caller& caller);

}  // namespace bearward::grant
