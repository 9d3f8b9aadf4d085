// PendingToken: the sealed state of a sign-in that waits for another step. Internal to the module.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "model/session.h"
#include "model/user.h"
#include "store/transaction.h"
#include "verify/passwords.h"

namespace bearward::login {

// PendingPurpose is the step for which a sign-in waits. A token of one step is not accepted for
// another.
enum class PendingPurpose : std::uint8_t { kChoice, kVerification, kNewPassword, kConsoleChoice };

// PendingSignIn is what a token is made of.
struct PendingSignIn {
  PendingPurpose purpose;
  const model::User& user;
  model::AuthMethod method;
  base::Time now;
  // session is the one whose organization the user wants to change; empty for a sign-in.
  model::SessionId session = {};
  base::Time until = base::Time::max();  // of that session
};

// PendingToken is what a token says.
struct PendingToken {
  model::EnvironmentId environment;
  model::UserId user;
  model::AuthMethod method = model::AuthMethod::kPassword;
  std::int64_t password_changed_at = 0;
  std::int64_t expires_at = 0;
  model::SessionId session = {};
};

// SealPending returns a token for ten minutes. It is bound to the user and its present password.
base::Result<base::Secret> SealPending(const crypto::KeyRing& ring, const PendingSignIn& pending);

// OpenPending fails with kInvalid "invalid_pending_authentication_token" if the token is not one of
// this step and environment, or has expired.
base::Result<PendingToken> OpenPending(const crypto::KeyRing& ring, const base::Secret& token,
                                       PendingPurpose purpose,
                                       const model::EnvironmentId& environment, base::Time now);

// InvalidPending is the error of a token that is not accepted.
base::Error InvalidPending();

// FindPendingUser returns the user of a token; the same error if the user is inactive, or its
// password was replaced.
base::Result<model::User> FindPendingUser(store::ReadTx& tx, const PendingToken& pending);
// FindContinuing does the same for a sign-in that keeps its password; the same error if that
// password has expired, or was marked as one to replace, since it was checked. The same error if
// the session of the token has ended.
base::Result<model::User> FindContinuing(store::ReadTx& tx, const verify::Passwords& passwords,
                                         const PendingToken& pending);
// FindChanged returns the session whose organization the user wants to change; nothing for a
// sign-in. The same error if that session has ended.
base::Result<std::optional<model::Session>> FindChanged(store::ReadTx& tx,
                                                        const PendingToken& pending);
// FindChoosing returns the user of a token of a choice as FindContinuing does; kInvalid
// "membership_required" also if the organization is not one of its OpenOrganizations. Only a user
// who administers the environment, and changes its organization, may choose the empty one.
base::Result<model::User> FindChoosing(store::ReadTx& tx, const verify::Passwords& passwords,
                                       const PendingToken& pending,
                                       const model::OrganizationId& organization);

}  // namespace bearward::login
