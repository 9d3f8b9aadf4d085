// Opening: the last part of every sign-in, after the password was checked. Internal to the module.
#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"
#include "login/login.h"
#include "store/transaction.h"

namespace bearward::login {

// Opening is a checked user who is about to get a session. `load` returns the subject of the
// session; it runs before the tokens are made, and again in the write.
struct Login::Opening {
  model::User user;
  std::function<base::Result<token::Subject>(store::ReadTx& tx, const model::User& user)> load;
  std::string_view profile;
  model::Origin origin;
  Device device = {};
  model::AuthMethod method = model::AuthMethod::kPassword;
};

// Checked is a user whose password or code was checked.
struct Login::Checked {
  model::User user;
  model::AuthMethod method;
  model::Origin origin;
};

}  // namespace bearward::login
