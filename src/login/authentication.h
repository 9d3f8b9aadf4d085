// Authentication: the results of a sign-in.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "model/organization.h"
#include "model/rate_limit.h"
#include "model/user.h"
#include "store/pending.h"
#include "token/issuer.h"

namespace bearward::login {

// SignedIn is a new session with its tokens, their subject and the rate limit that it used.
struct SignedIn {
  token::Issued issued;
  token::Subject subject;
  std::optional<model::LimitState> limit = {};
  model::User user = {};
};

// Choice is a sign-in of a user of several organizations that waits for the choice of one. `token`
// continues it within ten minutes; it is bound to the user and the password.
struct Choice {
  model::User user;
  std::vector<model::Organization> organizations;
  base::Secret token;
};

// Unverified is a sign-in of a user with an unverified address, to which a code was sent. `token`
// continues it with the code within ten minutes.
struct Unverified {
  std::string email;
  std::string code_id;  // of the email verification
  base::Secret token;
};

// Authentication is the result of a sign-in to an environment.
using Authentication = std::variant<store::Pending<SignedIn>, Choice, Unverified>;

}  // namespace bearward::login
