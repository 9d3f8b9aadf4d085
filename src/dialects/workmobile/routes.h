// WorkMobile's routes: the public root, Authenticate, the account, and forms.
#pragma once

#include <string>
#include <vector>

#include "door/route.h"
#include "login/login.h"
#include "objects/objects.h"
#include "users/users.h"

namespace bearward::dialects::workmobile {

// Uses are the dependencies of the routes; all of them must outlive the routes.
struct Uses {
  login::Login& login;
  users::Users& users;
  objects::Objects& objects;
  std::string version;  // of this program, for the root document
};

// Routes returns the dialect's routes under each of its prefixes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::workmobile
