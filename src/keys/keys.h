// Keys: the life of the secrets that people make: a login's API token, an application's secret.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/caller.h"
#include "store/store.h"

namespace bearward::keys {

// kLongestDescription bounds a key's description, in bytes.
inline constexpr std::size_t kLongestDescription = 500;

// NewApiKey is a key with its value, which is shown this once and cannot be had again.
struct NewApiKey {
  model::ApiKey key;
  base::Secret value;
};

// KeyChange says what becomes of a key; what is absent stays. A rate limit of nullopt takes the
// limit away.
struct KeyChange {
  std::optional<std::string> description = {};
  std::optional<std::optional<model::RateLimit>> rate_limit = {};
};

// kSecretOverlap is how long the older secrets of an application live on beside a new one unless
// the caller says otherwise; kLongestSecretOverlap is the most that it may say. An application has
// at most kMostSecrets.
inline constexpr std::chrono::seconds kSecretOverlap = std::chrono::hours(24);
inline constexpr std::chrono::seconds kLongestSecretOverlap = std::chrono::days(90);
inline constexpr std::size_t kMostSecrets = 10;

// NewSecret is an application's secret with its value, which is shown this once.
struct NewSecret {
  model::ApplicationSecret secret;
  base::Secret value;
};

// Keys is safe from any thread. A user handles its own key; another's needs the permission
// "keys:manage", or the environment's key. Who may act on whom, and at which organization, is the
// rule of verify/authority.h: kDenied "exceeds_own_permissions" when the subject holds what the
// caller does not hold. What the caller may not see is kNotFound: "user_not_found",
// "key_not_found", "application_not_found", "secret_not_found".
class Keys {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Keys(Parts parts) : parts_(parts) {}

  // Generate makes a new GUID for a login. A user makes its own by a session only: a key makes no
  // key (kDenied "missing_permission") unless it holds "keys:manage". A login has one: the old
  // value dies in the same moment
  // (contracts: WorkMobile section 5, point 4), and its rate limit passes on, so that nobody is rid
  // of a limit by a new key. kInvalid "description_too_long".
  base::Result<NewApiKey> Generate(const model::Caller& caller, const model::UserId& user,
                                   std::string_view description);
  // Change changes what it is told and nothing else: the value lives on. A rate limit is set by
  // those with "keys:manage" and by the environment's key only, for one's own key too: kDenied
  // "missing_permission" (incident class I3). It holds for the very next request.
  base::Result<model::ApiKey> Change(const model::Caller& caller, const model::ApiKeyId& key,
                                     const KeyChange& change);
  // Revoke ends a key at once. kNotFound when it is unknown or already revoked.
  base::Status Revoke(const model::Caller& caller, const model::ApiKeyId& key);
  // FindOfUser gives the live key of a login, without its value.
  base::Result<model::ApiKey> FindOfUser(const model::Caller& caller, const model::UserId& user);

  // ResetSecret gives an application a new secret, 32 lower-case hex digits. The old secret and all
  // live tokens of the application die at once. Needs "applications:manage" in the application's
  // organization, or the environment's key.
  base::Result<base::Secret> ResetSecret(const model::Caller& caller,
                                         const model::ApplicationId& application);

  // The three verbs below need what ResetSecret needs; they end no token.
  // AddSecret makes one more secret, and lets the others end after the overlap (now, if it is
  // zero). kInvalid "overlap_out_of_range"; kConflict "too_many_secrets".
  base::Result<NewSecret> AddSecret(const model::Caller& caller,
                                    const model::ApplicationId& application,
                                    std::chrono::seconds overlap);
  // ListSecrets gives the live ones, oldest first, without their values.
  base::Result<std::vector<model::ApplicationSecret>> ListSecrets(
      const model::Caller& caller, const model::ApplicationId& application);
  // RemoveSecret ends one at once, be it the last.
  base::Status RemoveSecret(const model::Caller& caller, const model::ApplicationId& application,
                            std::string_view secret);

 private:
  Parts parts_;
};

}  // namespace bearward::keys
