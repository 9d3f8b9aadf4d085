// User: a person in an environment. Memberships bind the person to organizations, with roles.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/ids.h"

namespace bearward::model {

// User signs in by username or email; the store compares both by base::NameKey (RFC 8265). `number`
// is the LoginId of WorkMobile. An inactive user is refused with every credential, immediately.
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
  // integrator marks a user of several accounts without a home organization (contracts: TeleTracker
  // section 3). Such a user must use the Integrator scheme and cannot use Basic, and each request
  // names its account. Other users cannot use the Integrator scheme.
  bool integrator = false;
  base::Time created_at;
  base::Time updated_at;
};

// Role is a named set of permissions. `name` is the text that dialects show ("Jobs: View").
struct Role {
  EnvironmentId environment;
  std::string slug;
  std::string name;
  std::vector<std::string> permissions;
};

// Membership binds a user to an organization with roles. The membership with the lowest position is
// the home organization of the user.
struct Membership {
  EnvironmentId environment;
  MembershipId id;
  UserId user;
  OrganizationId organization;
  std::int64_t position = 0;
  std::vector<std::string> roles;  // slugs
};

}  // namespace bearward::model
