// Table of API keys, found by the hash of the whole string.
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

// FindApiKeyByHash looks through all environments: the one kind of lookup that needs no
// environment, since nobody knows the hash without the key. Rows are found by 64 bits of the hash
// and the whole hash is then compared in constant time. Revoked keys are found too.
base::Result<std::optional<model::ApiKey>> FindApiKeyByHash(ReadTx& tx, const base::Digest& hash);
// FindApiKey gives nullopt when there is none in this environment.
base::Result<std::optional<model::ApiKey>> FindApiKey(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const model::ApiKeyId& id);
// FindLiveApiKeyOfUser gives the one unrevoked key of a user.
base::Result<std::optional<model::ApiKey>> FindLiveApiKeyOfUser(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user);
// FindLastApiKeyOfUser gives the key that a user got last, revoked or not.
base::Result<std::optional<model::ApiKey>> FindLastApiKeyOfUser(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user);
// FindLiveApiKeyOfEnvironment gives the oldest unrevoked key of the environment itself, not of a
// user, that bears this description.
base::Result<std::optional<model::ApiKey>> FindLiveApiKeyOfEnvironment(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view description);
// InsertApiKey fails with kExists when the hash is known in any environment: a key never comes back
// (incident class I2). It also does so when the user has an unrevoked key already.
base::Status InsertApiKey(WriteTx& tx, const model::ApiKey& key);
// UpdateApiKey writes description, expires_at, revoked_at and rate_limit.
base::Status UpdateApiKey(WriteTx& tx, const model::ApiKey& key);
// NoteApiKeyUse moves last_used_at forward, never back. A key that is not there is no failure.
base::Status NoteApiKeyUse(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApiKeyId& id, base::Time at);

}  // namespace bearward::store
