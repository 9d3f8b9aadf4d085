#include "store/organization_api_keys.h"

#include <string>

#include "base/encode.h"
#include "base/secret.h"
#include "store/columns.h"

namespace bearward::store {

const TableOf<model::OrganizationApiKey>& OrganizationApiKeys() {
  static const TableOf<model::OrganizationApiKey> table(model::kOrganizationApiKey);
  return table;
}

std::string HashText(const base::Digest& hash) { return base::HexEncode(base::AsBytes(hash)); }

base::Result<std::optional<model::OrganizationApiKey>> FindOrganizationApiKeyByHash(
    ReadTx& tx, const base::Digest& hash) {
  return OrganizationApiKeys().FindWhere(tx, "hash = ?1", {HashText(hash)});
}

base::Result<std::vector<model::OrganizationApiKey>> ListOrganizationApiKeysOf(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const std::optional<model::OrganizationId>& organization) {
  if (!organization) {
    return OrganizationApiKeys().ListWhere(tx, "environment_id = ?1 AND user_id = ?2 ORDER BY id",
                                           {environment.text, user.text});
  }
  return OrganizationApiKeys().ListWhere(
      tx, "environment_id = ?1 AND user_id = ?2 AND organization_id = ?3 ORDER BY id",
      {environment.text, user.text, organization->text});
}

base::Status NoteOrganizationApiKeyUse(WriteTx& tx, const model::EnvironmentId& environment,
                                       std::string_view id, base::Time at) {
  return Done(
      tx.Execute("UPDATE organization_api_keys SET last_used_at = ?3 WHERE environment_id = ?1 "
                 "AND id = ?2 AND (last_used_at IS NULL OR last_used_at < ?3)",
                 {environment.text, std::string(id), base::ToMillis(at)}));
}

base::Result<std::optional<model::OrganizationApiKey>> FindOrganizationApiKeyWith(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view permission) {
  const std::string line = "\n" + std::string(permission) + "\n";
  return OrganizationApiKeys().FindWhere(
      tx,
      "environment_id = ?1 AND replace(?2 || permissions || ?2, ?3, '') <> "
      "?2 || permissions || ?2 LIMIT 1",
      {environment.text, std::string("\n"), line});
}

Condition WithoutUser() { return {"user_id IS NULL"}; }

}  // namespace bearward::store
