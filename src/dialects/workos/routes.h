// WorkOS's routes: client tokens, the public keys that verify them, and management.
#pragma once

#include <vector>

#include "door/route.h"
#include "environments/environments.h"
#include "grant/grant.h"
#include "organizations/domains.h"
#include "token/keys.h"

namespace bearward::dialects::workos {

// Uses are the dependencies of the routes; all of them must outlive the routes.
struct Uses {
  grant::Grant& grant;
  environments::Environments& environments;
  const token::Keys& keys;
  const organizations::Domains& domains;
};

// Routes returns the dialect's routes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::workos
