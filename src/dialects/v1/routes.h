// The routes of /v1.
#pragma once

#include <vector>

#include "applications/access_profiles.h"
#include "applications/applications.h"
#include "door/route.h"
#include "events/events.h"
#include "grant/grant.h"
#include "keys/keys.h"
#include "organizations/organizations.h"
#include "policies/policies.h"
#include "users/users.h"
#include "verify/installation.h"

namespace bearward::dialects::v1 {

// Uses are the dependencies of the routes; all of them must outlive the routes. `forms` are the
// forms of credential of all mounts, which /v1/whoami accepts. It asks `find_default` whether the
// caller is an operator.
struct Uses {
  grant::Grant& grant;
  keys::Keys& keys;
  users::Users& users;
  const organizations::Organizations& organizations;
  const organizations::Domains& domains;
  applications::Applications& applications;
  const applications::AccessProfiles& access_profiles;
  policies::Policies& policies;
  const events::Events& events;
  door::CredentialForms forms;
  verify::DefaultEnvironment find_default;
};

// Routes returns the routes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
