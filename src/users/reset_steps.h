// ResetSteps: what a reset by a key of the environment and by the owner of the address have in
// common. Internal to the module.
#pragma once

#include <functional>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "model/email_code.h"
#include "model/event.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::users {

// LiveReset is a token that is accepted, with its user.
struct LiveReset {
  model::EmailCode row;
  model::User user;
};

// FindReset fails with kNotFound "password_reset_token_not_found" for any token that is not live,
// not the newest of the user or not sent to its present address.
base::Result<LiveReset> FindReset(store::ReadTx& tx, const model::EnvironmentId& environment,
                                  const base::Secret& token, base::Time now);
base::Error NoReset();

// FinishReset uses up the token, replaces the password by `replace`, and marks the address as
// verified; returns the user.
base::Result<model::User> FinishReset(
    store::WriteTx& tx, const LiveReset& reset, const model::EventBy& by,
    const std::function<base::Status(const model::User&)>& replace);

}  // namespace bearward::users
