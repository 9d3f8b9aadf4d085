// Directory: environments, organizations and users, and the operations that disable them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/caller.h"
#include "model/environment.h"
#include "model/organization.h"
#include "model/rate_limit.h"
#include "model/user.h"
#include "store/store.h"
#include "verify/passwords.h"

namespace bearward::directory {

// Account is the data that a signed-in user may read about itself.
struct Account {
  model::User user;
  model::Organization organization;
};

// PasswordChange is a new password. `present` is required if the caller is the user itself; a wrong
// one counts against the throttle of the caller's address.
struct PasswordChange {
  base::Secret password;
  base::Secret present = {};
};

// UserState is a user as administrators see it: `failures` is the number of wrong passwords since
// the last right one, `locked_until` is set while these lock the user out.
struct UserState {
  model::User user;
  std::int64_t failures = 0;
  std::optional<base::Time> locked_until;
};

// ApplicationName is both names of an application.
struct ApplicationName {
  model::ApplicationId id;
  std::string client_id;
};

// Directory is safe from any thread. An operation on another subject needs the permission
// "users:manage" in the caller's organization, or the environment's key, and a caller with at least
// the rights of the subject (verify/authority.h): kDenied "missing_permission",
// "exceeds_own_permissions". What the caller may not see is kNotFound. Disabling a subject revokes
// its tokens permanently: no earlier token is valid after it is enabled again (incident class B4).
class Directory {
 public:
  struct Parts {
    store::Store& store;
    verify::Passwords& passwords;
    const base::Clock& clock;
  };
  explicit Directory(Parts parts) : parts_(parts) {}

  // Environments returns all environments, the default one first.
  base::Result<std::vector<model::Environment>> Environments();
  // EnvironmentOfClient returns the environment that publishes keys under a client id: its own
  // (model::ClientIdOf), or that of an application of the environment in which it is requested.
  // Applications of other environments are kNotFound "client_not_found", like unknown ids.
  base::Result<model::Environment> EnvironmentOfClient(const model::EnvironmentId& asked,
                                                       std::string_view client_id);
  // ReadAccount returns the caller's own user and organization; kDenied "not_a_user" for machines.
  base::Result<Account> ReadAccount(const model::Caller& caller);

  // ResolveApplication returns an application of the caller's environment by its id or its client
  // id, ResolveUser a user by id, username or email. They do not authorize: the operation that
  // follows does. A text that matches nothing is returned as the id, so that the operation answers
  // as for any unknown id.
  base::Result<ApplicationName> ResolveApplication(const model::Caller& caller,
                                                   std::string_view id_or_client_id);
  base::Result<model::UserId> ResolveUser(const model::Caller& caller,
                                          std::string_view id_or_login);

  // ReadUser returns a user with its lock-out.
  base::Result<UserState> ReadUser(const model::Caller& caller, const model::UserId& user);

  // SetUserActive activates or deactivates a user. Deactivating ends all its sessions and refuses
  // its keys at once. Activating also ends a lock-out.
  base::Status SetUserActive(const model::Caller& caller, const model::UserId& user, bool active);
  // UnlockUser ends a lock-out by failed sign-ins; does nothing if the user is not locked.
  base::Status UnlockUser(const model::Caller& caller, const model::UserId& user);
  // SetPassword replaces a password under the strictest policy of the user's organizations:
  // kInvalid "password_too_short", "password_too_long", "password_not_allowed" or
  // "password_reused"; kLimited "too_many_changes" (verify::Passwords::AdmitChange). All sessions
  // of the user end, and so does a lock-out. A user changes its own password with the present one,
  // by a session at its home: kInvalid "missing_field", kDenied "wrong_password", and the throttle
  // and lock-out of a sign-in. Blocks for the time of up to seven hashes.
  base::Status SetPassword(const model::Caller& caller, const model::UserId& user,
                           const PasswordChange& change);
  // SetOrganizationEnabled enables or disables a tenant; only the environment's key may.
  base::Status SetOrganizationEnabled(const model::Caller& caller,
                                      const model::OrganizationId& organization, bool enabled);
  // SetApplicationEnabled enables or disables an application; needs "applications:manage".
  base::Status SetApplicationEnabled(const model::Caller& caller,
                                     const model::ApplicationId& application, bool enabled);
  // SetApplicationRateLimit sets or removes the rate limit of an application; needs
  // "applications:manage". It applies from the next request on.
  base::Status SetApplicationRateLimit(const model::Caller& caller,
                                       const model::ApplicationId& application,
                                       const std::optional<model::RateLimit>& limit);
  // SetOrganizationRateLimit does the same for a whole tenant; only the environment's key may.
  base::Status SetOrganizationRateLimit(const model::Caller& caller,
                                        const model::OrganizationId& organization,
                                        const std::optional<model::RateLimit>& limit);

 private:
  base::Status CheckPresent(const model::Caller& caller, const model::UserId& id,
                            const PasswordChange& change);

  Parts parts_;
};

}  // namespace bearward::directory
