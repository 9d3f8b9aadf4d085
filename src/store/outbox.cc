#include "store/outbox.h"

#include "store/columns.h"

#define SELECT_ROW                                                                     \
  "SELECT id, environment_id, letter, recipient, code_id, sealed, attempts, next_at, " \
  "expires_at, created_at, last_error FROM outbox "

namespace bearward::store {
namespace {

OutboxRow ReadRow(Columns& columns) {
  OutboxRow row;
  row.id = columns.Text();
  row.environment = columns.Id<model::EnvironmentId>();
  row.letter = columns.Text();
  row.recipient = columns.Text();
  row.code_id = columns.Text();
  row.sealed = columns.Text();
  row.attempts = columns.Integer();
  row.next_at = columns.Time();
  row.expires_at = columns.Time();
  row.created_at = columns.Time();
  row.last_error = columns.OptionalText();
  return row;
}

}  // namespace

base::Status InsertOutboxRow(WriteTx& tx, const OutboxRow& row) {
  return Done(tx.Execute(
      "INSERT INTO outbox (id, environment_id, letter, recipient, code_id, sealed, attempts, "
      "next_at, expires_at, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      {row.id, row.environment.text, row.letter, row.recipient, row.code_id, row.sealed,
       row.attempts, base::ToMillis(row.next_at), base::ToMillis(row.expires_at),
       base::ToMillis(row.created_at)}));
}

base::Result<std::vector<OutboxRow>> ListDueOutboxRows(ReadTx& tx, base::Time now, int limit) {
  return ReadAll<OutboxRow>(tx.Execute(SELECT_ROW "WHERE next_at <= ?1 ORDER BY next_at LIMIT ?2",
                                       {base::ToMillis(now), limit}),
                            ReadRow);
}

base::Result<KeysetPage<OutboxRow>> ListOutboxRows(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const PageRequest& request) {
  return ReadKeyset<OutboxRow>(
      tx, {.select = SELECT_ROW "WHERE environment_id = ?1", .values = {environment.text}}, request,
      ReadRow, [](const OutboxRow& row) { return row.id; });
}

base::Result<std::optional<OutboxRow>> FindOutboxRow(ReadTx& tx,
                                                     const model::EnvironmentId& environment,
                                                     const std::string& id) {
  return ReadOne<OutboxRow>(
      tx.Execute(SELECT_ROW "WHERE environment_id = ?1 AND id = ?2", {environment.text, id}),
      ReadRow);
}

base::Result<std::int64_t> CountOutboxRows(ReadTx& tx) {
  return ReadInteger(tx.Execute("SELECT count(*) FROM outbox", {}));
}

base::Result<bool> ClaimOutboxRow(WriteTx& tx, const OutboxRow& row, base::Time next_at) {
  BW_TRY_ASSIGN(const Rows claimed,
                tx.Execute("UPDATE outbox SET attempts = attempts + 1, next_at = ?1 "
                           "WHERE environment_id = ?2 AND id = ?3 AND next_at = ?4 RETURNING 1",
                           {base::ToMillis(next_at), row.environment.text, row.id,
                            base::ToMillis(row.next_at)}));
  return !claimed.empty();
}

base::Status ReleaseOutboxRow(WriteTx& tx, const OutboxRow& row, base::Time next_at) {
  return Done(
      tx.Execute("UPDATE outbox SET next_at = ?1, last_error = ?5 "
                 "WHERE environment_id = ?2 AND id = ?3 AND next_at = ?4",
                 {base::ToMillis(next_at), row.environment.text, row.id,
                  base::ToMillis(row.next_at), TextOrNull(row.last_error)}));
}

base::Status DeleteOutboxRow(WriteTx& tx, const OutboxRow& row) {
  return Done(tx.Execute("DELETE FROM outbox WHERE environment_id = ?1 AND id = ?2",
                         {row.environment.text, row.id}));
}

base::Result<std::int64_t> PruneOutbox(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM outbox WHERE id IN (SELECT id FROM outbox "
                           "WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2) RETURNING 1",
                           {base::ToMillis(bounds.before), batch}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
