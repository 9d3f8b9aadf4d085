// The routes that begin a masquerade: as another user, or for another environment.
#pragma once

#include <vector>

#include "door/route.h"
#include "environments/environments.h"
#include "grant/grant.h"
#include "users/users.h"
#include "verify/installation.h"

namespace bearward::dialects::v1 {

// MasqueradeUses are the dependencies of the routes and must outlive them. `issuer_is_https`
// selects the names of the cookies (door/session_cookie.h).
struct MasqueradeUses {
  grant::Grant& grant;
  users::Users& users;
  environments::Environments& environments;
  verify::DefaultEnvironment find_default;
  bool issuer_is_https = false;
};

// MasqueradeRoutes returns the routes; `dialect` must outlive them.
std::vector<door::Route> MasqueradeRoutes(const MasqueradeUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
