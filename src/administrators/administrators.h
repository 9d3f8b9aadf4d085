// Administrators: the users who administer a whole environment in the console.
#pragma once

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/ids.h"
#include "store/administrators.h"
#include "store/store.h"

namespace bearward::administrators {

// Administrators is safe from any thread. Every operation fails with kDenied "not_the_environment"
// unless the caller acts for the environment.
class Administrators {
 public:
  // Parts must outlive it.
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
  };
  explicit Administrators(Parts parts) : parts_(parts) {}

  // List returns all of the environment, the oldest first.
  base::Result<std::vector<store::Administrator>> List(const model::Caller& caller) const;
  // Add makes a user of the environment an administrator, from its next sign-in to the console on.
  // `user` is its id, username or email address. kDenied "missing_permission" for an API key, or an
  // operator of another environment, once the environment has an administrator (incident class I3);
  // kNotFound "user_not_found", kExists "administrator_exists", kConflict "user_inactive".
  base::Result<store::Administrator> Add(const model::Caller& caller, std::string_view user) const;
  // Remove ends that, and with it the sessions of the console in which the user administers the
  // environment. The user itself, and its sessions in organizations, stay. Errors as for
  // store::DeleteAdministrator.
  base::Result<model::UserId> Remove(const model::Caller& caller, std::string_view user) const;

 private:
  Parts parts_;
};

}  // namespace bearward::administrators
