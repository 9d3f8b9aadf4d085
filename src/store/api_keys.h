// Table of the API keys of users and environments; those of organizations are in
// organization_api_keys.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "model/api_key.h"
#include "store/transaction.h"

namespace bearward::store {

// FindApiKeyByHash finds a key by the SHA-256 of its value. It searches all environments: only
// lookups by a hash may do so, because a caller cannot compute the hash without the key. The index
// has the first 64 bits of the hash; the whole hash is then compared in constant time. Revoked keys
// are also found.
base::Result<std::optional<model::ApiKey>> FindApiKeyByHash(ReadTx& tx, const base::Digest& hash);
// FindApiKey returns nullopt when this environment has no such key.
base::Result<std::optional<model::ApiKey>> FindApiKey(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const model::ApiKeyId& id);
// FindLiveApiKeyOfUser returns the one unrevoked key of a user.
base::Result<std::optional<model::ApiKey>> FindLiveApiKeyOfUser(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user);
// FindLastApiKeyOfUser returns the most recent key of a user, revoked or not.
base::Result<std::optional<model::ApiKey>> FindLastApiKeyOfUser(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user);
// FindLiveApiKeyOfEnvironment returns the oldest unrevoked key that belongs to the environment
// itself, not to a user, and has this description.
base::Result<std::optional<model::ApiKey>> FindLiveApiKeyOfEnvironment(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view description);
// ListLiveApiKeys returns the unrevoked keys that belong to the environment itself, oldest first.
base::Result<std::vector<model::ApiKey>> ListLiveApiKeys(ReadTx& tx,
                                                         const model::EnvironmentId& environment);
// InsertApiKey fails with kExists when the hash exists in any environment: a revoked key is never
// valid again (incident class I2). It also fails with kExists if the user has an unrevoked key.
base::Status InsertApiKey(WriteTx& tx, const model::ApiKey& key);
// UpdateApiKey writes description, expires_at, revoked_at, rate_limit and permissions.
base::Status UpdateApiKey(WriteTx& tx, const model::ApiKey& key);
// DeleteApiKeysOfUser deletes all keys of a user, also the revoked ones.
base::Status DeleteApiKeysOfUser(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user);
// NoteApiKeyUse moves last_used_at forward, never back. An unknown key is not an error.
base::Status NoteApiKeyUse(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApiKeyId& id, base::Time at);

}  // namespace bearward::store
