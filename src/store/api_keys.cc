#include "store/api_keys.h"

#include <utility>

#include "store/columns.h"

#define SELECT_API_KEY                                                                    \
  "SELECT environment_id, id, user_id, hash, hint, description, created_at, expires_at, " \
  "revoked_at, last_used_at, rate_limit, permissions FROM api_keys "

namespace bearward::store {
namespace {

model::ApiKey ReadApiKey(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Id<model::ApiKeyId>(),
          .user = columns.OptionalId<model::UserId>(),
          .hash = columns.Digest(),
          .hint = columns.Text(),
          .description = columns.Text(),
          .created_at = columns.Time(),
          .expires_at = columns.OptionalTime(),
          .revoked_at = columns.OptionalTime(),
          .last_used_at = columns.OptionalTime(),
          .rate_limit = columns.OptionalWord(model::ParseRateLimit),
          .permissions = columns.List()};
}

}  // namespace

base::Result<std::optional<model::ApiKey>> FindApiKeyByHash(ReadTx& tx, const base::Digest& hash) {
  BW_TRY_ASSIGN(
      auto keys,
      ReadAll(tx.Execute(SELECT_API_KEY "WHERE hash64 = ?1", {base::Prefix64(hash)}), ReadApiKey));
  return PickByHash(std::move(keys), hash);
}

base::Result<std::optional<model::ApiKey>> FindApiKey(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const model::ApiKeyId& id) {
  return ReadOne(tx.Execute(SELECT_API_KEY "WHERE environment_id = ?1 AND id = ?2",
                            {environment.text, id.text}),
                 ReadApiKey);
}

base::Result<std::optional<model::ApiKey>> FindLiveApiKeyOfUser(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user) {
  return ReadOne(
      tx.Execute(SELECT_API_KEY "WHERE environment_id = ?1 AND user_id = ?2 AND revoked_at IS NULL",
                 {environment.text, user.text}),
      ReadApiKey);
}

base::Result<std::optional<model::ApiKey>> FindLiveApiKeyOfEnvironment(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view description) {
  return ReadOne(tx.Execute(SELECT_API_KEY
                            "WHERE environment_id = ?1 AND user_id IS NULL AND description = ?2 "
                            "AND revoked_at IS NULL ORDER BY id LIMIT 1",
                            {environment.text, std::string(description)}),
                 ReadApiKey);
}

base::Result<std::vector<model::ApiKey>> ListLiveApiKeys(ReadTx& tx,
                                                         const model::EnvironmentId& environment) {
  return ReadAll(tx.Execute(SELECT_API_KEY "WHERE environment_id = ?1 AND user_id IS NULL "
                                           "AND revoked_at IS NULL ORDER BY id",
                            {environment.text}),
                 ReadApiKey);
}

base::Result<std::optional<model::ApiKey>> FindLastApiKeyOfUser(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user) {
  return ReadOne(tx.Execute(SELECT_API_KEY "WHERE environment_id = ?1 AND user_id = ?2 "
                                           "ORDER BY id DESC LIMIT 1",
                            {environment.text, user.text}),
                 ReadApiKey);
}

base::Status InsertApiKey(WriteTx& tx, const model::ApiKey& key) {
  BW_TRY_ASSIGN(std::string permissions, ListValue(key.permissions));
  return Done(tx.Execute(
      "INSERT INTO api_keys (environment_id, id, user_id, hash64, hash, hint, description, "
      "created_at, expires_at, revoked_at, rate_limit, permissions) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
      {key.environment.text, key.id.text, IdOrNull(key.user), base::Prefix64(key.hash),
       BytesOf(key.hash), key.hint, key.description, base::ToMillis(key.created_at),
       TimeOrNull(key.expires_at), TimeOrNull(key.revoked_at), RateLimitOrNull(key.rate_limit),
       std::move(permissions)}));
}

base::Status UpdateApiKey(WriteTx& tx, const model::ApiKey& key) {
  BW_TRY_ASSIGN(std::string permissions, ListValue(key.permissions));
  return ChangedOne(tx.Execute(
      "UPDATE api_keys SET description = ?3, expires_at = ?4, revoked_at = ?5, "
      "rate_limit = ?6, permissions = ?7 WHERE environment_id = ?1 AND id = ?2 RETURNING 1",
      {key.environment.text, key.id.text, key.description, TimeOrNull(key.expires_at),
       TimeOrNull(key.revoked_at), RateLimitOrNull(key.rate_limit), std::move(permissions)}));
}

base::Status DeleteApiKeysOfUser(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user) {
  return Done(tx.Execute("DELETE FROM api_keys WHERE environment_id = ?1 AND user_id = ?2",
                         {environment.text, user.text}));
}

base::Status NoteApiKeyUse(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApiKeyId& id, base::Time at) {
  return Done(
      tx.Execute("UPDATE api_keys SET last_used_at = ?3 WHERE environment_id = ?1 "
                 "AND id = ?2 AND (last_used_at IS NULL OR last_used_at < ?3)",
                 {environment.text, id.text, base::ToMillis(at)}));
}

}  // namespace bearward::store
