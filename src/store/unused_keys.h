// API keys that were not used for some time, of every owner in an environment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// UnusedKey is an API key that is neither revoked nor expired. Without user and organization it
// belongs to the environment itself.
struct UnusedKey {
  std::string id;
  std::string name;  // or the description
  std::optional<model::UserId> user;
  std::optional<model::OrganizationId> organization;
  base::Time created_at;
  std::optional<base::Time> last_used_at;
  std::optional<base::Time> expires_at;
};

// kMostUnusedKeys is how many keys ListUnusedKeys returns.
inline constexpr int kMostUnusedKeys = 1000;

// ListUnusedKeys returns the first kMostUnusedKeys of the keys that were made before `since` and
// not used at or after it: those that were never used first, and then by the time of use. It reads
// all keys of the environment.
base::Result<std::vector<UnusedKey>> ListUnusedKeys(ReadTx& tx,
                                                    const model::EnvironmentId& environment,
                                                    base::Time since, base::Time now);

}  // namespace bearward::store
