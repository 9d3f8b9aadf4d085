#include "store/unused_keys.h"

#include "store/columns.h"

namespace bearward::store {
namespace {

UnusedKey ReadUnusedKey(Columns& columns) {
  return {.id = columns.Text(),
          .name = columns.Text(),
          .user = columns.OptionalId<model::UserId>(),
          .organization = columns.OptionalId<model::OrganizationId>(),
          .created_at = columns.Time(),
          .last_used_at = columns.OptionalTime(),
          .expires_at = columns.OptionalTime()};
}

}  // namespace

base::Result<std::vector<UnusedKey>> ListUnusedKeys(ReadTx& tx,
                                                    const model::EnvironmentId& environment,
                                                    base::Time since, base::Time now) {
  return ReadAll(
      tx.Execute("SELECT id, description AS name, user_id, NULL AS organization_id, created_at, "
                 "last_used_at, expires_at, COALESCE(last_used_at, 0) AS used FROM api_keys "
                 "WHERE environment_id = ?1 AND revoked_at IS NULL AND created_at < ?2 "
                 "AND (last_used_at IS NULL OR last_used_at < ?2) "
                 "AND (expires_at IS NULL OR expires_at > ?3) "
                 "UNION ALL SELECT id, name, user_id, organization_id, created_at, last_used_at, "
                 "expires_at, COALESCE(last_used_at, 0) AS used FROM organization_api_keys "
                 "WHERE environment_id = ?1 AND created_at < ?2 "
                 "AND (last_used_at IS NULL OR last_used_at < ?2) "
                 "AND (expires_at IS NULL OR expires_at > ?3) ORDER BY used, id LIMIT ?4",
                 {environment.text, base::ToMillis(since), base::ToMillis(now), kMostUnusedKeys}),
      ReadUnusedKey);
}

}  // namespace bearward::store
