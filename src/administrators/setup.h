// Setup: makes the first administrator of an installation, once, by a link that the start writes.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/event.h"
#include "model/ids.h"
#include "store/store.h"

namespace bearward::administrators {

// NewAdministrator is what the person that opens the link enters.
struct NewAdministrator {
  std::string email;
  base::Secret password;
};

// MadeUser is a stored user.
struct MadeUser {
  model::EnvironmentId environment;
  model::UserId id;
};

// Setup is safe from any thread. The token is kept in memory only: a restart makes another one, and
// none is made once an administrator exists.
class Setup {
 public:
  // Parts must outlive the setup. `make_user` stores the user in the default environment, and first
  // makes that environment if the store is empty. It may block for the time of a hash.
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
    std::function<base::Result<MadeUser>(const NewAdministrator&)> make_user;
  };
  explicit Setup(Parts parts) : parts_(std::move(parts)) {}

  // Begin returns a new token, or nullopt if an administrator exists. Call it at the start.
  base::Result<std::optional<base::Secret>> Begin();
  // Check fails with kDenied "setup_link_invalid" unless this is the token.
  base::Status Check(const base::Secret& token) const;
  // Create makes the administrator and ends the setup. Errors of Check; kInvalid "missing_field",
  // "invalid_value", those of model::CheckNewPassword and of `make_user`; kConflict "setup_done" if
  // another node was faster.
  base::Status Create(const base::Secret& token, const NewAdministrator& administrator,
                      const model::Origin& origin);

 private:
  base::Status Insert(const MadeUser& user, const model::Origin& origin);

  Parts parts_;
  mutable std::mutex mutex_;
  std::optional<base::Digest> token_hash_;  // guarded by mutex_
};

}  // namespace bearward::administrators
