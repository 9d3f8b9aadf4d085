// OwnIdentity: a signed-in user proves again that it owns its email address, and what this proof
// permits: to set a first password and to replace the address.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/caller.h"
#include "model/user.h"
#include "store/store.h"
#include "users/users.h"

namespace bearward::users {

// Challenge is a code that was sent to the address of the user.
struct Challenge {
  std::string id;
  base::Time expires_at;
};

// ElevatedToken proves that the user has entered such a code. It is accepted for ten minutes and
// several operations, only together with the session that obtained it, in its organization, and
// only until the address or the password of the user changes.
struct ElevatedToken {
  base::Secret text;
  base::Time expires_at;
};

// ChangedEmail is a user with its new address, and a token that replaces the previous one.
struct ChangedEmail {
  model::User user;
  ElevatedToken token;
};

// OwnIdentity is safe from any thread. The caller must be a user: kDenied "not_a_user". Operations
// with a token fail with kInvalid "elevated_token_invalid" or "elevated_token_expired".
class OwnIdentity {
 public:
  struct Parts {
    Users& users;
    store::Store& store;
    const crypto::KeyRing& ring;
    const base::Clock& clock;
    base::Entropy& entropy;
    const mail::Outbox& outbox;
  };
  explicit OwnIdentity(const Parts& parts) : parts_(parts) {}

  // SendCode sends a code to the address of the user: kConflict "no_email_address", kLimited
  // "too_many_codes" (mail/codes.h).
  base::Result<Challenge> SendCode(const model::Caller& caller) const;
  // Verify compares a code with the newest challenge, which must have this id, and marks the
  // address as verified: kInvalid "verification_code_incorrect", "..._expired",
  // "..._previously_used"; kLimited "verification_too_many_attempts".
  base::Result<ElevatedToken> Verify(const model::Caller& caller, std::string_view challenge,
                                     const base::Secret& code) const;

  // CreatePassword sets the first password: errors of Users::CreatePassword.
  base::Status CreatePassword(const model::Caller& caller, const base::Secret& token,
                              const base::Secret& password) const;
  // SendChange sends a code to a new address and returns when it expires: kConflict
  // "email_managed_by_provider", "email_change_not_needed"; kExists "new_email_not_available";
  // kInvalid "invalid_new_email"; kLimited "too_many_codes", also for addresses of other users.
  base::Result<base::Time> SendChange(const model::Caller& caller, const base::Secret& token,
                                      const std::string& email) const;
  // ConfirmChange replaces the address by the new one: errors as of EmailCodes::ConfirmChange, and
  // kConflict "email_managed_by_provider".
  base::Result<ChangedEmail> ConfirmChange(const model::Caller& caller, const base::Secret& token,
                                           const base::Secret& code) const;

 private:
  base::Result<model::User> FindElevated(store::ReadTx& tx, const model::Caller& caller,
                                         const base::Secret& token) const;

  Parts parts_;
};

}  // namespace bearward::users
