// User: a person of an environment; memberships say where the person belongs and as what.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/ids.h"

namespace bearward::model {

// User signs in by username or email, compared by base::NameKey (RFC 8265) in the store.
// `number` is WorkMobile's LoginId. An inactive user is refused with every credential at once.
struct User {
  EnvironmentId environment;
  UserId id;
  std::int64_t number = 0;
  std::string username;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string job_title;
  // password_hash is a PHC string, or empty for a user who cannot sign in with a password.
  std::string password_hash;
  base::Time password_changed_at;
  bool active = true;
  // integrator marks a user of many accounts without a home (contracts: TeleTracker section 3): the
  // Integrator scheme is for these only, Basic is not, and each request names its account.
  bool integrator = false;
  base::Time created_at;
  base::Time updated_at;
};

// Role is a named set of permissions. `name` is what dialects print ("Jobs: View").
struct Role {
  EnvironmentId environment;
  std::string slug;
  std::string name;
  std::vector<std::string> permissions;
};

// Membership binds a user to an organization with roles. The membership with the lowest position is
// the user's home.
struct Membership {
  EnvironmentId environment;
  MembershipId id;
  UserId user;
  OrganizationId organization;
  std::int64_t position = 0;
  std::vector<std::string> roles;  // slugs
};

}  // namespace bearward::model
