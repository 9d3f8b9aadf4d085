// The routes of the sign-in pages.
#pragma once

#include <string>
#include <vector>

#include "administrators/setup.h"
#include "base/entropy.h"
#include "door/route.h"
#include "environments/branding_cache.h"
#include "environments/environment_cache.h"
#include "grant/grant.h"
#include "login/login.h"
#include "signin/fixed_time.h"
#include "users/acceptance.h"
#include "users/owner_mail.h"
#include "users/users.h"

namespace bearward::signin {

// Uses are the dependencies of the routes; all of them must outlive the routes. `issuer_is_https`
// selects the names of the cookies (door/session_cookie.h).
struct Uses {
  login::Login& login;
  grant::Grant& grant;
  administrators::Setup& setup;
  users::OwnerMail& owner_mail;
  const users::Acceptance& acceptance;
  const users::Users& users;
  FixedTime& fixed_time;
  const environments::EnvironmentCache& environments;
  const environments::BrandingCache& brandings;
  base::Entropy& entropy;
  bool issuer_is_https = false;
};

// MakeDialect returns the dialect of the pages.
door::Dialect MakeDialect(const Uses& uses);
// Routes returns the routes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

// SafeReturn returns a path of the console, or "/console" for any other text, so that a sign-in
// never redirects to another site (incident class C1).
std::string SafeReturn(std::string_view text);

}  // namespace bearward::signin
