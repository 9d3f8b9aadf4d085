// Setup: makes the first administrator of an installation, once, by a link that the start writes.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/digest.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/event.h"
#include "model/user.h"
#include "store/store.h"
#include "verify/passwords.h"

namespace bearward::administrators {

// NewAdministrator is what the person that opens the link enters.
struct NewAdministrator {
  std::string email;
  base::Secret password;
};

// Setup is safe from any thread. The token is kept in memory only: a restart makes another one, and
// none is made once an administrator exists.
class Setup {
 public:
  // Parts must outlive the setup. `make_user` stores a new user in the default environment, and
  // first makes that environment if the store is empty. It must fail if the user exists, and may
  // block for the time of a hash.
  struct Parts {
    store::Store& store;
    verify::Passwords& passwords;
    const base::Clock& clock;
    base::Entropy& entropy;
    std::function<base::Status(const NewAdministrator&)> make_user;
  };
  explicit Setup(Parts parts) : parts_(std::move(parts)) {}

  // Begin returns a new token, or nullopt if an administrator exists. Call it at the start.
  base::Result<std::optional<base::Secret>> Begin();
  // Check fails with kDenied "setup_link_invalid" unless this is the token.
  base::Status Check(const base::Secret& token) const;
  // Create makes the administrator and ends the setup; a failure leaves the token valid. A user
  // that has this username or email in the default environment is not changed: it becomes the
  // administrator if the password is right and it is active. One call runs at a time, so call it on
  // the hashing pool. Errors of Check; kInvalid "missing_field", "invalid_value", those of
  // verify::CheckNewPassword and of `make_user` for a new user; those of verify::Passwords::Check
  // for an existing one; kConflict "setup_done" if another node was faster.
  base::Status Create(const base::Secret& token, const NewAdministrator& administrator,
                      const model::Origin& origin);

 private:
  base::Result<std::optional<model::User>> Find(std::string_view login) const;
  base::Result<model::User> CheckExisting(const model::User& user,
                                          const NewAdministrator& administrator,
                                          const model::Origin& origin);
  base::Result<model::User> FindOrMake(const NewAdministrator& administrator,
                                       const model::Origin& origin);
  base::Status Insert(const model::User& checked, const model::Origin& origin);

  Parts parts_;
  std::mutex creating_;  // held during Create; locked before mutex_
  mutable std::mutex mutex_;
  std::optional<base::Digest> token_hash_;  // guarded by mutex_
};

}  // namespace bearward::administrators
