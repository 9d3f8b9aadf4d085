// The route of /v1/users/{id}/masquerade.
#pragma once

#include <vector>

#include "door/route.h"
#include "grant/grant.h"
#include "users/users.h"

namespace bearward::dialects::v1 {

// MasqueradeUses are the dependencies of the route and must outlive it. `issuer_is_https` selects
// the names of the cookies (door/session_cookie.h).
struct MasqueradeUses {
  grant::Grant& grant;
  users::Users& users;
  bool issuer_is_https = false;
};

// MasqueradeRoutes returns the route; `dialect` must outlive it.
std::vector<door::Route> MasqueradeRoutes(const MasqueradeUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
