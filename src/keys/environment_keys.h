// EnvironmentKeys: the API keys of an environment itself (sk_...), which may do everything in it
// unless their permissions say less.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "keys/keys.h"
#include "model/api_key.h"
#include "model/caller.h"
#include "store/unused_keys.h"

namespace bearward::keys {

// NewEnvironmentKey describes a key to be made. Without permissions it has all of them.
struct NewEnvironmentKey {
  std::string description = {};
  std::optional<std::vector<std::string>> permissions = {};
  std::optional<base::Time> expires_at = {};
};

// EnvironmentKeys is safe from any thread. Only a caller that acts for the whole environment may
// use it: kDenied "not_the_environment".
class EnvironmentKeys {
 public:
  explicit EnvironmentKeys(Keys::Parts parts) : parts_(parts) {}

  // Create makes a key; its value is returned once. An API key cannot make one (CheckNotByKey).
  // kInvalid "description_too_long", "description_malformed", "invalid_value" for an expiry that is
  // not in the future, and "invalid_permission" for one that is malformed, or is unknown and
  // resembles a known one.
  base::Result<NewApiKey> Create(const model::Caller& caller,
                                 const NewEnvironmentKey& wanted) const;
  // List returns the keys that are not revoked and whose description begins with `search` in any
  // case of letters, oldest first.
  base::Result<std::vector<model::ApiKey>> List(const model::Caller& caller,
                                                std::string_view search = {}) const;
  // ListUnused returns the live keys of the environment, its organizations and its users that were
  // made before `since` and not used since.
  base::Result<std::vector<store::UnusedKey>> ListUnused(const model::Caller& caller,
                                                         base::Time since) const;

 private:
  Keys::Parts parts_;
};

}  // namespace bearward::keys
