// ApiKey: a long-lived, revocable secret. It is shown once and stored as its SHA-256.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "model/ids.h"
#include "model/rate_limit.h"

namespace bearward::model {

// ApiKey belongs to a user (API token of WorkMobile: one per login, acts as that login). Without a
// user it belongs to its environment (sk_ key of WorkOS), with `permissions`; "*" stands for all.
struct ApiKey {
  EnvironmentId environment;
  ApiKeyId id;
  std::optional<UserId> user;
  base::Digest hash{};
  std::string hint;  // the last four characters, for display
  std::string description;
  base::Time created_at;
  std::optional<base::Time> expires_at;
  std::optional<base::Time> revoked_at;
  std::optional<base::Time> last_used_at = {};   // up to one minute behind
  std::optional<RateLimit> rate_limit = {};      // empty: unlimited
  std::vector<std::string> permissions = {"*"};  // of a key of an environment
};

}  // namespace bearward::model
