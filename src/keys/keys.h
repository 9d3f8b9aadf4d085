// Keys: creates, changes and revokes API keys of users and secrets of applications.
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
#include "token/client_secret.h"

namespace bearward::keys {

// kLongestDescription is the maximum length of a key's description, in bytes.
inline constexpr std::size_t kLongestDescription = 500;

// NewApiKey is a key with its value, which is shown once and cannot be read again.
struct NewApiKey {
  model::ApiKey key;
  base::Secret value;
};

// KeyChange lists the changes of a key; absent members stay unchanged. A rate limit of nullopt
// removes the limit, an expiry of nullopt the expiry.
struct KeyChange {
  std::optional<std::string> description = {};
  std::optional<std::optional<model::RateLimit>> rate_limit = {};
  std::optional<std::optional<base::Time>> expires_at = {};
};

// kSecretOverlap is the default time for which older secrets of an application stay valid beside a
// new one; kLongestSecretOverlap is the maximum. An application has at most kMostSecrets.
inline constexpr std::chrono::seconds kSecretOverlap = std::chrono::hours(24);
inline constexpr std::chrono::seconds kLongestSecretOverlap = std::chrono::days(90);
inline constexpr std::size_t kMostSecrets = 10;

// Keys is safe from any thread. A user may act on its own key; another user's key needs the
// permission "keys:manage", or the environment's key. verify/authority.h decides which callers may
// act on which subjects, and in which organization: kDenied "exceeds_own_permissions" if the
// subject has a right that the caller lacks. What the caller may not see is kNotFound:
// "user_not_found", "key_not_found", "application_not_found", "secret_not_found".
class Keys {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Keys(Parts parts) : parts_(parts) {}

  // Generate makes a new GUID for a user. A user makes its own key by a session only: a key cannot
  // make a key (kDenied "missing_permission") unless it has "keys:manage". A user has one key: the
  // old value is revoked in the same transaction (contracts: WorkMobile section 5, point 4), and
  // the new key inherits its rate limit, so that a new key does not remove a limit. kInvalid
  // "description_too_long".
  base::Result<NewApiKey> Generate(const model::Caller& caller, const model::UserId& user,
                                   std::string_view description);
  // Change changes only the members that are set; the value stays valid. Only callers with
  // "keys:manage" and the environment's key may set a rate limit, also of their own key: kDenied
  // "missing_permission" (incident class I3). It applies from the next request on. The expiry is
  // that of a key of the environment only; a time in the past expires the key at once, and an
  // expired key never becomes valid again: kConflict "api_key_already_expired". An API key cannot
  // change an expiry: kDenied "missing_permission".
  base::Result<model::ApiKey> Change(const model::Caller& caller, const model::ApiKeyId& key,
                                     const KeyChange& change);
  // Find returns a key that is not revoked, of a user or of the environment, without its value.
  base::Result<model::ApiKey> Find(const model::Caller& caller, const model::ApiKeyId& key);
  // Revoke revokes a key at once. kNotFound if it is unknown or already revoked.
  base::Status Revoke(const model::Caller& caller, const model::ApiKeyId& key);
  // FindOfUser returns the live key of a user, without its value.
  base::Result<model::ApiKey> FindOfUser(const model::Caller& caller, const model::UserId& user);

  // ResetSecret makes a new secret for an application, 32 lower-case hex digits. The old secrets
  // and all live tokens of the application are revoked at once. Needs "applications:manage" in the
  // application's organization, or the environment's key.
  base::Result<base::Secret> ResetSecret(const model::Caller& caller,
                                         const model::ApplicationId& application);

  // The three operations below need what ResetSecret needs; they revoke no token.
  // AddSecret adds a secret, and lets the others expire after the overlap (at once if it is zero).
  // kInvalid "overlap_out_of_range"; kConflict "too_many_secrets".
  base::Result<token::ClientSecret> AddSecret(const model::Caller& caller,
                                              const model::ApplicationId& application,
                                              std::chrono::seconds overlap);
  // ListSecrets returns the live ones, oldest first, without their values.
  base::Result<std::vector<model::ApplicationSecret>> ListSecrets(
      const model::Caller& caller, const model::ApplicationId& application);
  // RemoveSecret revokes one at once, even the last one.
  base::Status RemoveSecret(const model::Caller& caller, const model::ApplicationId& application,
                            std::string_view secret);

 private:
  Parts parts_;
};

}  // namespace bearward::keys
