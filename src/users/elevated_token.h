// ElevatedToken: the proof that a signed-in user has entered a code from its mailbox a moment ago.
// Internal to the module.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "model/caller.h"
#include "model/user.h"
#include "store/transaction.h"
#include "users/own_identity.h"

namespace bearward::users {

// SealElevation returns a token for ten minutes. It is sealed for this user with its present
// address and password, and for the session and organization of the caller. Nothing is stored.
base::Result<ElevatedToken> SealElevation(const crypto::KeyRing& ring, const model::Caller& caller,
                                          const model::User& user, base::Time now);

// PresentedToken is a token that a caller presents for its own user.
struct PresentedToken {
  const crypto::KeyRing& ring;
  const model::Caller& caller;
  const base::Secret& token;
  base::Time now;
};

// CheckElevation fails with kInvalid "elevated_token_invalid" unless the token was sealed for
// exactly this user and caller, and the session of the caller is still live in this transaction;
// kInvalid "elevated_token_expired" if it is right but has expired.
base::Status CheckElevation(store::ReadTx& tx, const PresentedToken& presented,
                            const model::User& user);

}  // namespace bearward::users
