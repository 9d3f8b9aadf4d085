// SCIM's routes: the users of the organization of the caller.
#pragma once

#include <string>
#include <vector>

#include "door/route.h"
#include "users/company_users.h"

namespace bearward::dialects::scim {

// Uses are the dependencies of the routes, which they must outlive. `guard` states the credentials
// of the product that mounts them, and `prefix` the path before /Users.
struct Uses {
  const users::CompanyUsers& users;
  door::Guard guard;
  std::string prefix;
};

// Routes returns the routes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::scim
