#include "store/invitations.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {

const TableOf<model::Invitation>& Invitations() {
  static const TableOf<model::Invitation> table(model::kInvitation);
  return table;
}

base::Result<std::optional<model::Invitation>> FindInvitationByToken(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view token_hash) {
  return Invitations().FindWhere(tx, "environment_id = ?1 AND token_hash = ?2",
                                 {environment.text, std::string(token_hash)});
}

base::Result<std::vector<model::Invitation>> ListPendingInvitations(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view email_key,
    base::Time now) {
  return Invitations().ListWhere(tx,
                                 "environment_id = ?1 AND email_key = ?2 AND expires_at > ?3 "
                                 "AND accepted_at IS NULL AND revoked_at IS NULL",
                                 {environment.text, std::string(email_key), base::ToMillis(now)});
}

base::Result<std::vector<model::Invitation>> ListNewestInvitations(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    const std::vector<std::string>& email_keys) {
  std::string list = "\n";
  for (const std::string& key : email_keys) list += key + "\n";
  return Invitations().ListWhere(
      tx,
      "environment_id = ?1 AND organization_id = ?2 "
      "AND replace(?3, '\n' || email_key || '\n', '') <> ?3 "
      "AND NOT EXISTS (SELECT 1 FROM invitations AS later WHERE later.environment_id = ?1 "
      "AND later.organization_id = ?2 AND later.email_key = invitations.email_key "
      "AND (later.created_at > invitations.created_at "
      "OR later.created_at = invitations.created_at AND later.id > invitations.id))",
      {environment.text, organization.text, list});
}

base::Result<std::int64_t> CountInvitationsSince(ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const model::OrganizationId& organization,
                                                 base::Time since) {
  return ReadInteger(
      tx.Execute("SELECT count(*) FROM invitations WHERE environment_id = ?1 "
                 "AND organization_id = ?2 AND created_at > ?3",
                 {environment.text, organization.text, base::ToMillis(since)}));
}

}  // namespace bearward::store
