// Login: sign-in with a password.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "store/pending.h"
#include "store/store.h"
#include "token/issuer.h"
#include "verify/passwords.h"
#include "verify/verifier.h"

namespace bearward::login {

// SignedIn is a new session with its tokens and their subject.
struct SignedIn {
  token::Issued issued;
  token::Subject subject;
  std::optional<model::LimitState> limit = {};  // the rate limit that this sign-in used
};

// Login is safe from any thread. Its operations block for the time of a hash: run them on the
// hashing pool.
class Login {
 public:
  struct Parts {
    store::Store& store;
    verify::Passwords& passwords;
    const token::Issuer& issuer;
    const base::Clock& clock;
    verify::Verifier& verifier;
  };
  explicit Login(Parts parts) : parts_(parts) {}

  // SignIn checks the password and opens a session of the profile in the organization with that
  // number, or in the user's home. Fails as Passwords::Check does; kDenied "wrong_account" if the
  // user is not a member of that organization, kLimited "rate_limited" by the rate limit of the
  // organization.
  // kUnauthenticated also from the write, if the password was replaced in the meantime.
  base::Result<store::Pending<SignedIn>> SignIn(const verify::PasswordClaim& claim,
                                                std::string_view profile,
                                                std::optional<std::int64_t> account);
  // CheckOnly checks the password as SignIn does and opens no session (TeleTracker's auth_only).
  base::Status CheckOnly(const verify::PasswordClaim& claim, std::optional<std::int64_t> account);

 private:
  Parts parts_;
};

}  // namespace bearward::login
