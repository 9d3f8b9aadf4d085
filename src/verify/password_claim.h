// PasswordClaim: a name and a password that a client presents, and the errors of their refusal.
#pragma once

#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "model/event.h"
#include "model/ids.h"
#include "model/user.h"

namespace bearward::verify {

// PasswordClaim is a name and a password that a client presents. `origin` is their source, for the
// throttle and the events.
struct PasswordClaim {
  model::EnvironmentId environment;
  std::string login;
  base::Secret password;
  model::Origin origin;
  // of_environment: the sign-in is to the environment, so a user may be a member of no
  // organization.
  bool of_environment = false;
  // accepts_expired: the right password is accepted although it has expired (Passwords::ExpiryOf),
  // because the request replaces it or grants no access by it.
  bool accepts_expired = false;
};

// InvalidCredentials is the only error of a refused sign-in, Refusal::kInvalidCredentials. The door
// answers it after a fixed time. It is the same for an unknown user, a wrong password, an inactive
// or locked user, and a disabled organization or environment. `detail` is written to the log only.
base::Error InvalidCredentials(std::string detail);

// PasswordExpired is the error of a right password that has expired, Refusal::kPasswordExpired.
base::Error PasswordExpired(const model::User& user);

}  // namespace bearward::verify
