// Owner: the user who owns an email address, and the proof of it.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "mail/codes.h"
#include "model/email_code.h"
#include "model/event.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::mail {

// FindOwner returns the user whose email is this address; a user with such a username only owns
// another address.
base::Result<std::optional<model::User>> FindOwner(store::ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const std::string& email);

// ByOwner returns the origin of the events that the owner of an address causes by a code or token
// from its mailbox, without a session.
model::EventBy ByOwner(const model::User& owner, const model::Origin& origin, base::Time now);

// IsCodeOf says whether a code was sent to the present address of a user.
bool IsCodeOf(const model::EmailCode& code, const model::User& user);

// CheckOwnCode is CheckCode (codes.h) for a code that proves the present address of a user: a right
// code of an address that the user has replaced is kExpired.
base::Result<CheckedCode> CheckOwnCode(store::WriteTx& tx, model::EmailCodeKind kind,
                                       const model::User& user, const base::Secret& entered,
                                       const crypto::KeyRing& ring, base::Time now);
// UseOwnCode uses up a right code and marks the address as verified; returns the user.
base::Result<model::User> UseOwnCode(store::WriteTx& tx, model::EmailCode code,
                                     const model::User& user, const model::EventBy& by);

// AsVerified returns the user as MarkVerified stores it.
model::User AsVerified(const model::User& before, const std::string& email, base::Time now);

// MarkVerified stores that a user owns `email`, which becomes its address, with the event.
// kExists if another user has the address.
base::Result<model::User> MarkVerified(store::WriteTx& tx, const model::User& before,
                                       const std::string& email, const model::EventBy& by);

}  // namespace bearward::mail
