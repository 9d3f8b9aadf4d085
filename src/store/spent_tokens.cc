#include "store/spent_tokens.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {

base::Result<bool> IsTokenRevoked(ReadTx& tx, const model::EnvironmentId& environment,
                                  std::string_view id) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("SELECT 1 FROM revoked_tokens WHERE environment_id = ?1 AND id = ?2",
                           {environment.text, std::string(id)}));
  return !rows.empty();
}

base::Result<std::vector<std::string>> ListRevokedTokens(ReadTx& tx, std::size_t limit) {
  return ReadAll<std::string>(
      tx.Execute("SELECT id FROM revoked_tokens LIMIT ?1", {static_cast<std::int64_t>(limit)}),
      [](Columns& columns) { return columns.Text(); });
}

base::Result<bool> RevokeToken(WriteTx& tx, const model::EnvironmentId& environment,
                               std::string_view id, base::Time expires_at) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("INSERT INTO revoked_tokens (environment_id, id, expires_at) "
                           "VALUES (?1, ?2, ?3) ON CONFLICT (id, environment_id) DO NOTHING "
                           "RETURNING 1",
                           {environment.text, std::string(id), base::ToMillis(expires_at)}));
  return !rows.empty();
}

base::Status UseAssertion(WriteTx& tx, const model::EnvironmentId& environment,
                          const model::ApplicationId& application, std::string_view id,
                          base::Time expires_at) {
  return Done(tx.Execute(
      "INSERT INTO used_assertions (environment_id, application_id, id, expires_at) "
      "VALUES (?1, ?2, ?3, ?4)",
      {environment.text, application.text, std::string(id), base::ToMillis(expires_at)}));
}

}  // namespace bearward::store
