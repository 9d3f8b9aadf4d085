#include "store/signing_keys.h"

#include "store/columns.h"

namespace bearward::store {
namespace {

SigningKeyRow ReadSigningKey(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .kid = columns.Text(),
          .profile = columns.Text(),
          .algorithm = columns.Text(),
          .sealed = columns.Bytes(),
          .certificate = columns.Bytes(),
          .created_at = columns.Time(),
          .active_from = columns.Time(),
          .retire_at = columns.Time(),
          .forget_at = columns.Time(),
          .low_s = columns.Flag()};
}

}  // namespace

base::Result<std::vector<SigningKeyRow>> ListSigningKeys(ReadTx& tx) {
  return ReadAll(
      tx.Execute("SELECT environment_id, kid, profile, algorithm, sealed, certificate, "
                 "created_at, active_from, retire_at, forget_at, low_s FROM signing_keys "
                 "ORDER BY created_at, environment_id, kid"),
      ReadSigningKey);
}

base::Status InsertSigningKey(WriteTx& tx, const SigningKeyRow& key) {
  return Done(tx.Execute(
      "INSERT INTO signing_keys (environment_id, kid, profile, algorithm, sealed, certificate, "
      "created_at, active_from, retire_at, forget_at, low_s) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      {key.environment.text, key.kid, key.profile, key.algorithm, Blob{key.sealed},
       Blob{key.certificate}, base::ToMillis(key.created_at), base::ToMillis(key.active_from),
       base::ToMillis(key.retire_at), base::ToMillis(key.forget_at),
       std::int64_t{key.low_s ? 1 : 0}}));
}

base::Status UpdateSigningKeyTimes(WriteTx& tx, const SigningKeyRow& key) {
  return ChangedOne(
      tx.Execute("UPDATE signing_keys SET active_from = ?3, retire_at = ?4, forget_at = ?5 "
                 "WHERE environment_id = ?1 AND kid = ?2 RETURNING 1",
                 {key.environment.text, key.kid, base::ToMillis(key.active_from),
                  base::ToMillis(key.retire_at), base::ToMillis(key.forget_at)}));
}

base::Status DeleteSigningKey(WriteTx& tx, const model::EnvironmentId& environment,
                              std::string_view kid) {
  return Done(tx.Execute("DELETE FROM signing_keys WHERE environment_id = ?1 AND kid = ?2",
                         {environment.text, std::string(kid)}));
}

}  // namespace bearward::store
