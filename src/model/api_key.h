// ApiKey: a long-lived revocable secret, shown once and stored as its SHA-256.
#pragma once

#include <optional>
#include <string>

#include "base/digest.h"
#include "base/time.h"
#include "model/ids.h"
#include "model/rate_limit.h"

namespace bearward::model {

// ApiKey belongs to a user (WorkMobile's API token: one a login, acts as that login) or, without a
// user, to its environment (WorkOS's sk_ key: may do everything there).
struct ApiKey {
  EnvironmentId environment;
  ApiKeyId id;
  std::optional<UserId> user;
  base::Digest hash{};
  std::string hint;  // the last four characters, for people
  std::string description;
  base::Time created_at;
  std::optional<base::Time> expires_at;
  std::optional<base::Time> revoked_at;
  std::optional<base::Time> last_used_at = {};  // behind by at most a minute
  std::optional<RateLimit> rate_limit = {};     // none: unlimited
};

}  // namespace bearward::model
