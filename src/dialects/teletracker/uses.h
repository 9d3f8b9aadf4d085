// Uses: the dependencies of TeleTracker's routes.
#pragma once

#include "base/entropy.h"
#include "grant/grant.h"
#include "login/login.h"
#include "telephony/switchboard.h"

namespace bearward::dialects::teletracker {

// Uses are references to what must outlive the routes.
struct Uses {
  login::Login& login;
  grant::Grant& grant;
  telephony::Switchboard& switchboard;
  base::Entropy& entropy;
};

}  // namespace bearward::dialects::teletracker
