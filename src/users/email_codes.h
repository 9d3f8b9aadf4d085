// EmailCodes: proves that users own their email addresses, and what such a proof permits: to
// replace a forgotten password, to change the address, and to sign in (login/login.h).
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/caller.h"
#include "model/email_code.h"
#include "model/user.h"
#include "store/store.h"
#include "users/users.h"

namespace bearward::users {

// ShownCode is a code with its text, for a key of the environment that delivers it itself.
struct ShownCode {
  model::EmailCode row;
  base::Secret text;
};

// PendingChange is a new address of a user that waits for its code.
struct PendingChange {
  model::User user;
  model::EmailCode row;
};

// EmailCodes is safe from any thread. Every code is also mailed, if mail is configured. Only a key
// of the environment uses it. A user that does not exist is kNotFound "user_not_found". Sending is
// kLimited "too_many_codes" (mail/codes.h).
class EmailCodes {
 public:
  struct Parts {
    const Users& users;
    store::Store& store;
    const crypto::KeyRing& ring;
    const base::Clock& clock;
    base::Entropy& entropy;
    const mail::Outbox& outbox;
  };
  explicit EmailCodes(const Parts& parts) : parts_(parts) {}

  // Read returns a code of this kind: kNotFound "KIND_not_found".
  base::Result<ShownCode> Read(const model::Caller& caller, model::EmailCodeKind kind,
                               std::string_view id) const;

  // SendVerification sends a code to the address of a user: kConflict "email_already_verified".
  base::Result<model::User> SendVerification(const model::Caller& caller,
                                             std::string_view user) const;
  // Verify marks the address as verified: kConflict "email_previously_verified", kInvalid
  // "email_verification_code_incorrect", "..._expired", "..._previously_used".
  base::Result<model::User> Verify(const model::Caller& caller, std::string_view user,
                                   const base::Secret& code) const;

  // SendMagicAuth makes a code that signs the owner of the address in. An unknown address becomes a
  // new user, so the answer is the same for known and unknown ones. The sign-in with the code
  // accepts the invitation with the token, if one is named: kNotFound "invitation_not_found" if it
  // is not pending, kInvalid "invitation_cannot_be_used_for_email" if it is for another address.
  base::Result<ShownCode> SendMagicAuth(const model::Caller& caller, const std::string& email,
                                        const base::Secret& invitation = {}) const;

  // SendPasswordReset makes a token that replaces the password of the user with this address.
  base::Result<ShownCode> SendPasswordReset(const model::Caller& caller,
                                            const std::string& email) const;
  // ResetPassword replaces the password as Users::WithPassword does, and marks the address as
  // verified. kNotFound "password_reset_token_not_found" for any token that is not live, not the
  // newest of the user or not sent to its present address; errors of a weak password. Blocks for
  // several hashes.
  base::Result<model::User> ResetPassword(const model::Caller& caller, const base::Secret& token,
                                          const base::Secret& password) const;

  // SendChange sends a code to the new address: kConflict "email_change_not_needed", kExists
  // "new_email_not_available", kInvalid "invalid_new_email".
  base::Result<PendingChange> SendChange(const model::Caller& caller, std::string_view user,
                                         const std::string& email) const;
  // ConfirmChange replaces the address by the new one, which is then verified: kInvalid
  // "email_change_code_incorrect", "..._expired", "..._previously_used"; kConflict
  // "no_pending_email_change"; kExists "new_email_not_available"; kLimited
  // "email_change_too_many_attempts".
  base::Result<model::User> ConfirmChange(const model::Caller& caller, std::string_view user,
                                          const base::Secret& code) const;

 private:
  Parts parts_;
};

}  // namespace bearward::users
