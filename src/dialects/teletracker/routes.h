// TeleTracker's routes: sign-in, refresh, masquerade, logout.
#pragma once

#include <vector>

#include "base/entropy.h"
#include "door/route.h"
#include "grant/grant.h"
#include "login/login.h"

namespace bearward::dialects::teletracker {

// Uses are the dependencies of the routes; all of them must outlive the routes.
struct Uses {
  login::Login& login;
  grant::Grant& grant;
  base::Entropy& entropy;
};

// Routes returns the dialect's routes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::teletracker
