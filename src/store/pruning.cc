#include "store/pruning.h"

#include <fmt/format.h>

#include <array>
#include <string>

#include "store/audit_logs.h"
#include "store/columns.h"
#include "store/emails.h"
#include "store/events.h"

namespace bearward::store {
namespace {

// Two kinds of revoked keys are kept: the most recent key of a user, because the next key inherits
// its rate limit, and keys that a provisioning file has named, because a file that names one again
// must be refused (provision/apply_api_keys.cc). Their number is limited by the number of users and
// of keys in provisioning files.
constexpr std::string_view kPrunableKey =
    "(user_id IS NULL OR EXISTS (SELECT 1 FROM api_keys AS newer "
    "WHERE newer.environment_id = api_keys.environment_id "
    "AND newer.user_id = api_keys.user_id AND newer.id > api_keys.id)) "
    "AND NOT EXISTS (SELECT 1 FROM applied_entries AS entry "
    "WHERE entry.id = api_keys.id AND entry.kind = 'api key' "
    "AND entry.environment_id = api_keys.environment_id)";

// A secret of an application that a provisioning file has described is kept, because a file that
// still contains it must be refused (provision/apply_applications.cc). Their number is limited by
// the number of applications in provisioning files.
constexpr std::string_view kPrunableSecret =
    "NOT EXISTS (SELECT 1 FROM applied_entries AS entry "
    "WHERE entry.id = deleted_secrets.application_id "
    "AND entry.kind = 'application' "
    "AND entry.environment_id = deleted_secrets.environment_id)";

constexpr auto kTables = std::to_array<PrunedTable>({
    // The foreign key deletes the tokens of a session with it. Ids of sessions are not used again.
    {"sessions", Retention::kSessions, {"sessions", "environment_id, id", "over_at"}},
    {.name = "events",
     .retention = Retention::kEvents,
     .prune = PruneEvents,
     .oldest = "SELECT at FROM events WHERE number = (SELECT min(number) FROM events) "
               "AND number < (SELECT max(number) FROM events)"},
    {"event_checkpoints", Retention::kEvents, {"event_checkpoints", "number", "at"}},
    {"revoked_tokens", Retention::kNone, {"revoked_tokens", "id, environment_id", "expires_at"}},
    {"used_assertions",
     Retention::kNone,
     {"used_assertions", "environment_id, application_id, id", "expires_at"}},
    {"revoked_keys",
     Retention::kEvents,
     {"api_keys", "id, environment_id", "revoked_at", kPrunableKey}},
    {"deleted_secrets",
     Retention::kEvents,
     {"deleted_secrets", "environment_id, hash", "deleted_at", kPrunableSecret}},
    // A row whose lock-out has expired and whose count is zero is equivalent to no row.
    {"lock_outs",
     Retention::kNone,
     {"login_failures", "environment_id, user_id", "locked_until", "count = 0"}},
    // An expired code is stored for one more day, so that it is refused as expired and its failed
    // attempts still count.
    {"email_codes",
     Retention::kNone,
     {.table = "email_codes", .key = "id", .time = "expires_at", .kept = std::chrono::days(1)}},
    {"invitations", Retention::kEvents, {"invitations", "id", "expires_at"}},
    {.name = "audit_log_events",
     .retention = Retention::kNone,
     .prune = PruneAuditLogEvents,
     .oldest = kOldestAuditLogEvent},
    {"audit_log_exports", Retention::kEvents, {"audit_log_exports", "id", "created_at"}},
    {.name = "expired_emails",
     .retention = Retention::kNone,
     .prune = ExpireEmails,
     .oldest = kOldestWaitingEmail},
    {"emails", Retention::kDeliveries, {"emails", "id", "finished_at"}},
    {"webhook_deliveries", Retention::kDeliveries, {"webhook_deliveries", "id", "created_at"}},
    {"webhook_attempts", Retention::kDeliveries, {"webhook_attempts", "id", "created_at"}},
    {"partner_results", Retention::kNone, {"partner_results", "id", "expires_at"}},
    {"idempotency_keys",
     Retention::kNone,
     {"idempotency_keys", "environment_id, key_hash", "expires_at"}},
});

std::string AndCondition(const TimedRows& rows) {
  return rows.condition.empty() ? "" : fmt::format(" AND {}", rows.condition);
}

// PostgreSQL reads all rows for the minimum of those that meet a condition with a subquery.
std::string OldestOf(const PrunedTable& table) {
  if (table.prune != nullptr) return std::string(table.oldest);
  const TimedRows& rows = table.rows;
  const char* const form =
      rows.condition.empty() ? "SELECT min({1}) FROM {0} WHERE {1} IS NOT NULL"
                             : "SELECT {1} FROM {0} WHERE {1} IS NOT NULL{2} ORDER BY {1} LIMIT 1";
  return fmt::format(fmt::runtime(form), rows.table, rows.time, AndCondition(rows));
}

}  // namespace

std::span<const PrunedTable> PrunedTables() { return kTables; }

base::Result<std::int64_t> PruneRows(WriteTx& tx, const PrunedTable& table,
                                     const PruneBounds& bounds, int batch) {
  if (table.prune != nullptr) return table.prune(tx, bounds, batch);
  const TimedRows& rows = table.rows;
  const std::string sql = fmt::format(
      "DELETE FROM {0} WHERE ({1}) IN (SELECT {1} FROM {0} WHERE {2} < ?1{3} "
      "ORDER BY {2} LIMIT ?2) RETURNING 1",
      rows.table, rows.key, rows.time, AndCondition(rows));
  BW_TRY_ASSIGN(const Rows deleted,
                tx.Execute(sql, {base::ToMillis(bounds.before - rows.kept), batch}));
  return static_cast<std::int64_t>(deleted.size());
}

base::Result<std::optional<base::Time>> OldestPrunable(ReadTx& tx, const PrunedTable& table) {
  using Oldest = std::optional<base::Time>;
  BW_TRY_ASSIGN(const auto row,
                ReadOne<Oldest>(tx.Execute(OldestOf(table)),
                                [](Columns& columns) -> Oldest { return columns.OptionalTime(); }));
  const Oldest oldest = row.value_or(std::nullopt);
  return oldest ? Oldest(*oldest + table.rows.kept) : oldest;
}

base::Status DeleteSpentTokens(WriteTx& tx, const model::Session& session, base::Time now) {
  return Done(
      tx.Execute("DELETE FROM tokens WHERE environment_id = ?1 AND session_id = ?2 "
                 "AND (use = 'access' OR expires_at <= ?3 OR generation < ?4)",
                 {session.environment.text, session.id.text, base::ToMillis(now),
                  session.generation - kKeptGenerations}));
}

}  // namespace bearward::store
