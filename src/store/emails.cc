#include "store/emails.h"

#include <string>

#include "base/words.h"
#include "store/columns.h"

// An email that does not wait has no code.
#define ERASE_CODE "next_attempt_at = NULL, code_id = NULL, sealed = NULL"

namespace bearward::store {

using model::Email;

const TableOf<Email>& Emails() {
  static const TableOf<Email> table(model::kEmailRecord);
  return table;
}

base::Result<std::vector<Email>> ListDueEmails(ReadTx& tx, base::Time now, int limit) {
  return Emails().ListWhere(tx, "next_attempt_at <= ?1 ORDER BY next_attempt_at LIMIT ?2",
                            {base::ToMillis(now), limit});
}

base::Result<std::int64_t> CountWaitingEmails(ReadTx& tx) {
  // With a condition on the state, SQLite reads the index of all states.
  return ReadInteger(
      tx.Execute("SELECT count(*) FROM emails WHERE next_attempt_at IS NOT NULL", {}));
}

base::Result<bool> ClaimEmail(WriteTx& tx, const Email& email, base::Time until) {
  BW_TRY_ASSIGN(const Rows claimed,
                tx.Execute("UPDATE emails SET attempts = attempts + 1, next_attempt_at = ?1 "
                           "WHERE environment_id = ?2 AND id = ?3 AND next_attempt_at = ?4 "
                           "RETURNING 1",
                           {base::ToMillis(until), email.environment.text, email.id,
                            TimeOrNull(email.next_attempt_at)}));
  return !claimed.empty();
}

base::Status ReleaseEmail(WriteTx& tx, const Email& email, base::Time next_at) {
  return Done(tx.Execute(
      "UPDATE emails SET next_attempt_at = ?1, last_error = ?5, updated_at = ?6 "
      "WHERE environment_id = ?2 AND id = ?3 AND next_attempt_at = ?4",
      {base::ToMillis(next_at), email.environment.text, email.id, TimeOrNull(email.next_attempt_at),
       TextOrNull(email.last_error), base::ToMillis(email.updated_at)}));
}

base::Status FinishEmail(WriteTx& tx, const Email& email) {
  return Done(tx.Execute(
      "UPDATE emails SET state = ?1, last_error = ?2, attempts = ?3, finished_at = ?4, "
      "updated_at = ?4, " ERASE_CODE " WHERE environment_id = ?5 AND id = ?6 AND state = 'waiting'",
      {std::string(base::Word(email.state)), TextOrNull(email.last_error), email.attempts,
       base::ToMillis(email.updated_at), email.environment.text, email.id}));
}

base::Result<std::int64_t> ExpireEmails(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(
      const Rows rows,
      tx.Execute("UPDATE emails SET state = 'failed', "
                 "last_error = coalesce(last_error, 'mail_expired'), finished_at = expires_at, "
                 "updated_at = ?1, " ERASE_CODE
                 " WHERE id IN (SELECT id FROM emails WHERE state = 'waiting' "
                 "AND expires_at < ?1 ORDER BY expires_at LIMIT ?2) RETURNING 1",
                 {base::ToMillis(bounds.before), batch}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
