// OwnerMail: what a person may do without a session who proves with a code or token from its
// mailbox that an address is its own.
#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/email_code.h"
#include "store/store.h"
#include "users/visitor.h"
#include "verify/failure_throttle.h"
#include "verify/passwords.h"

namespace bearward::users {

// ResetTarget is whose password a token replaces.
struct ResetTarget {
  std::string email;
  std::size_t minimum_length = 0;  // of the new password
};

// OwnerMail is safe from any thread. Its events have the owner of the address as their actor, or
// the system while the ownership is not proved.
class OwnerMail {
 public:
  struct Parts {
    store::Store& store;
    verify::Passwords& passwords;
    const crypto::KeyRing& ring;
    const base::Clock& clock;
    base::Entropy& entropy;
    const mail::Outbox& outbox;
  };
  explicit OwnerMail(const Parts& parts);

  // enabled says whether emails are sent at all.
  bool enabled() const { return parts_.outbox.enabled(); }

  // Send sends a code, or the link of a reset, to an address. The result is the same for an unknown
  // address, an inactive user, an address that is verified already and too many codes of a user
  // (incident class D1): nothing is sent then. kLimited "too_many_failures" after five requests for
  // one address, or 30 for any, from one network within a minute. The caller must hide the time
  // that it takes.
  base::Status Send(const Visitor& visitor, model::EmailCodeKind kind, const std::string& email);

  // FindReset returns whose password a token replaces; kNotFound "password_reset_token_not_found"
  // for any token that is not live, not the newest of its user or not sent to its present address,
  // and for an inactive user.
  base::Result<ResetTarget> FindReset(const Visitor& visitor, const base::Secret& token) const;
  // Reset replaces the password and marks the address as verified. All sessions of the user end.
  // Errors of FindReset, and those of a weak or reused password (Users::SetPassword). Blocks for
  // several hashes.
  base::Status Reset(const Visitor& visitor, const base::Secret& token,
                     const base::Secret& password) const;

 private:
  Parts parts_;
  verify::FailureThrottle throttle_;  // of requests to send
};

}  // namespace bearward::users
