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

base::Result<std::int64_t> PruneInvitations(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM invitations WHERE id IN (SELECT id FROM invitations "
                           "WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2) RETURNING 1",
                           {base::ToMillis(bounds.before), batch}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
