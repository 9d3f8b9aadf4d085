// TeleTracker's rows: sign-in, refresh, masquerade, logout.
#pragma once

#include <vector>

#include "base/entropy.h"
#include "door/route.h"
#include "grant/grant.h"
#include "login/login.h"

namespace bearward::dialects::teletracker {

// Uses is what the rows call; all of it must outlive them.
struct Uses {
  login::Login& login;
  grant::Grant& grant;
  base::Entropy& entropy;
};

// Routes gives the dialect's rows; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::teletracker
