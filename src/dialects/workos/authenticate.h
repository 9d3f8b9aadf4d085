// The route by which users sign in and refresh their sessions (contracts: WorkOS section 4.1).
#pragma once

#include <vector>

#include "door/route.h"
#include "environments/environments.h"
#include "grant/grant.h"
#include "login/login.h"
#include "users/users.h"
#include "verify/verifier.h"

namespace bearward::dialects::workos {

// AuthenticationUses are the dependencies of the route; all of them must outlive it.
struct AuthenticationUses {
  login::Login& login;
  grant::Grant& grant;
  verify::Verifier& verifier;
  const users::Users& users;
  environments::Environments& environments;
};

// MakeAuthenticationDialect returns the dialect of the route: OAuth errors beside those of the
// other rows.
door::Dialect MakeAuthenticationDialect();

// AuthenticationRoutes returns the route; `dialect` must outlive it.
std::vector<door::Route> AuthenticationRoutes(const AuthenticationUses& uses,
                                              const door::Dialect& dialect);

}  // namespace bearward::dialects::workos
