#include "store/idempotency_keys.h"

#include "store/columns.h"

namespace bearward::store {
namespace {

IdempotencyKey ReadKey(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .key_hash = columns.Digest(),
          .request_hash = columns.Digest(),
          .answer_hash = columns.Digest(),
          .organization = columns.Id<model::OrganizationId>(),
          .expires_at = columns.Time()};
}

}  // namespace

base::Result<std::optional<IdempotencyKey>> FindIdempotencyKey(
    ReadTx& tx, const model::EnvironmentId& environment, const base::Digest& key_hash,
    base::Time now) {
  return ReadOne(
      tx.Execute("SELECT environment_id, key_hash, request_hash, answer_hash, organization_id, "
                 "expires_at FROM idempotency_keys "
                 "WHERE environment_id = ?1 AND key_hash = ?2 AND expires_at > ?3",
                 {environment.text, BytesOf(key_hash), base::ToMillis(now)}),
      ReadKey);
}

base::Status PutIdempotencyKey(WriteTx& tx, const IdempotencyKey& key) {
  return Done(tx.Execute(
      "INSERT INTO idempotency_keys (environment_id, key_hash, request_hash, answer_hash, "
      "organization_id, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
      "ON CONFLICT (environment_id, key_hash) DO UPDATE SET request_hash = excluded.request_hash, "
      "answer_hash = excluded.answer_hash, organization_id = excluded.organization_id, "
      "expires_at = excluded.expires_at",
      {key.environment.text, BytesOf(key.key_hash), BytesOf(key.request_hash),
       BytesOf(key.answer_hash), key.organization.text, base::ToMillis(key.expires_at)}));
}

}  // namespace bearward::store
