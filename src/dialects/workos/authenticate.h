// The route by which users sign in and refresh their sessions (contracts: WorkOS section 4.1).
#pragma once

#include <string_view>
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

// kInvitationToken is the member of a request that names the invitation that a sign-in accepts.
inline constexpr std::string_view kInvitationToken = "invitation_token";

// MagicAuthErrors is the shape of the errors of POST /user_management/magic_auth: OAuth errors for
// an invitation, beside those of the other rows.
const door::ErrorShape& MagicAuthErrors();

// AuthenticationRoutes returns the route; `dialect` must outlive it.
std::vector<door::Route> AuthenticationRoutes(const AuthenticationUses& uses,
                                              const door::Dialect& dialect);

}  // namespace bearward::dialects::workos
