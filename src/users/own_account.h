// OwnAccount: what a signed-in user reads and changes about itself, whatever its permissions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/organization.h"
#include "model/password_policy.h"
#include "model/session.h"
#include "model/user.h"
#include "store/store.h"

namespace bearward::users {

// ProfileChange has the new values of a profile; an empty text removes a value, and nullopt keeps
// it.
struct ProfileChange {
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> locale;
};

// OwnAccount is safe from any thread. Every operation fails with kDenied "not_a_user" for a caller
// that is no user. Sessions are those in the organization of the caller, so that a token of one
// organization reveals nothing about the others.
class OwnAccount {
 public:
  // OwnAccount keeps references to the arguments.
  OwnAccount(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Read returns the user.
  base::Result<model::User> Read(const model::Caller& caller) const;
  // Organizations returns those in which the user is an active member, the home first.
  base::Result<std::vector<model::Organization>> Organizations(const model::Caller& caller) const;
  // FindOrganization returns one of them; kNotFound "organization_not_found" for any other id.
  base::Result<model::Organization> FindOrganization(const model::Caller& caller,
                                                     const model::OrganizationId& id) const;
  // UpdateProfile changes the profile and returns the user. kInvalid "invalid_value" with the name
  // of the field. A change to the present state writes nothing.
  base::Result<model::User> UpdateProfile(const model::Caller& caller,
                                          const ProfileChange& change) const;
  // ReadPasswordPolicy returns the rules for a password of the user.
  base::Result<model::PasswordPolicy> ReadPasswordPolicy(const model::Caller& caller) const;
  // ListSessions returns the live sessions, the newest first, at most store::kLongestPage.
  base::Result<std::vector<model::Session>> ListSessions(const model::Caller& caller) const;
  // EndSession ends one of the live sessions and returns it, also one that it has ended before,
  // without a further event; kNotFound "session_not_found".
  base::Result<model::Session> EndSession(const model::Caller& caller,
                                          const model::SessionId& session) const;
  // EndOtherSessions ends all of them except that of the caller.
  base::Status EndOtherSessions(const model::Caller& caller) const;

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace bearward::users
