#include "store/pruning.h"

#include <array>

#include "store/audit_logs.h"
#include "store/columns.h"
#include "store/email_codes.h"
#include "store/emails.h"
#include "store/event_chain_rows.h"
#include "store/events.h"
#include "store/invitations.h"
#include "store/partner_results.h"
#include "store/sessions.h"
#include "store/spent_tokens.h"
#include "store/webhooks.h"

namespace bearward::store {
namespace {

std::int64_t Count(const Rows& rows) { return static_cast<std::int64_t>(rows.size()); }

// Two kinds of revoked keys are kept: the most recent key of a user, because the next key inherits
// its rate limit, and keys that a provisioning file has named, because a file that names one again
// must be refused (provision/apply_api_keys.cc). Their number is limited by the number of users and
// of keys in provisioning files.
#define IS_PRUNABLE_KEY                                                \
  "(user_id IS NULL OR EXISTS (SELECT 1 FROM api_keys AS newer "       \
  "WHERE newer.environment_id = api_keys.environment_id "              \
  "AND newer.user_id = api_keys.user_id AND newer.id > api_keys.id)) " \
  "AND NOT EXISTS (SELECT 1 FROM applied_entries AS entry "            \
  "WHERE entry.id = api_keys.id AND entry.kind = 'api key' "           \
  "AND entry.environment_id = api_keys.environment_id) "

base::Result<std::int64_t> PruneRevokedKeys(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM api_keys WHERE (id, environment_id) IN "
                           "(SELECT id, environment_id FROM api_keys WHERE revoked_at < ?1 "
                           "AND " IS_PRUNABLE_KEY "ORDER BY revoked_at LIMIT ?2) RETURNING 1",
                           {base::ToMillis(bounds.before), batch}));
  return Count(rows);
}

// A secret of an application that a provisioning file has described is kept, because a file that
// still contains it must be refused (provision/apply_applications.cc). Their number is limited by
// the number of applications in provisioning files.
#define IS_PRUNABLE_SECRET                              \
  "NOT EXISTS (SELECT 1 FROM applied_entries AS entry " \
  "WHERE entry.id = deleted_secrets.application_id "    \
  "AND entry.kind = 'application' "                     \
  "AND entry.environment_id = deleted_secrets.environment_id) "

base::Result<std::int64_t> PruneDeletedSecrets(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(
      const Rows rows,
      tx.Execute("DELETE FROM deleted_secrets WHERE (environment_id, hash) IN "
                 "(SELECT environment_id, hash FROM deleted_secrets WHERE deleted_at < ?1 "
                 "AND " IS_PRUNABLE_SECRET "ORDER BY deleted_at LIMIT ?2) RETURNING 1",
                 {base::ToMillis(bounds.before), batch}));
  return Count(rows);
}

// A row whose lock-out has expired and whose count is zero is equivalent to no row.
base::Result<std::int64_t> PruneLockOuts(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM login_failures WHERE (environment_id, user_id) IN "
                           "(SELECT environment_id, user_id FROM login_failures "
                           "WHERE locked_until < ?1 AND count = 0 ORDER BY locked_until LIMIT ?2) "
                           "RETURNING 1",
                           {base::ToMillis(bounds.before), batch}));
  return Count(rows);
}

constexpr auto kTables = std::to_array<PrunedTable>({
    {"sessions", Retention::kSessions,
     [](WriteTx& tx, const PruneBounds& bounds, int batch) {
       return PruneSessions(tx, bounds.before, batch);
     },
     "SELECT min(over_at) FROM sessions"},
    {"events", Retention::kEvents, PruneEvents,
     "SELECT at FROM events WHERE number = (SELECT min(number) FROM events) "
     "AND number < (SELECT max(number) FROM events)"},
    {"event_checkpoints", Retention::kEvents, PruneCheckpoints,
     "SELECT min(at) FROM event_checkpoints"},
    {"revoked_tokens", Retention::kNone,
     [](WriteTx& tx, const PruneBounds& bounds, int batch) {
       return PruneRevokedTokens(tx, bounds.before, batch);
     },
     "SELECT min(expires_at) FROM revoked_tokens"},
    {"used_assertions", Retention::kNone,
     [](WriteTx& tx, const PruneBounds& bounds, int batch) {
       return PruneUsedAssertions(tx, bounds.before, batch);
     },
     "SELECT min(expires_at) FROM used_assertions"},
    {"revoked_keys", Retention::kEvents, PruneRevokedKeys,
     "SELECT revoked_at FROM api_keys WHERE revoked_at IS NOT NULL "
     "AND " IS_PRUNABLE_KEY "ORDER BY revoked_at LIMIT 1"},
    {"deleted_secrets", Retention::kEvents, PruneDeletedSecrets,
     "SELECT deleted_at FROM deleted_secrets WHERE deleted_at IS NOT NULL "
     "AND " IS_PRUNABLE_SECRET "ORDER BY deleted_at LIMIT 1"},
    {"lock_outs", Retention::kNone, PruneLockOuts,
     "SELECT min(locked_until) FROM login_failures WHERE count = 0"},
    {"email_codes", Retention::kNone, PruneEmailCodes, kOldestEmailCode},
    {"invitations", Retention::kEvents, PruneInvitations, kOldestInvitation},
    {"audit_log_events", Retention::kNone, PruneAuditLogEvents, kOldestAuditLogEvent},
    {"audit_log_exports", Retention::kEvents, PruneAuditLogExports, kOldestAuditLogExport},
    {"expired_emails", Retention::kNone, ExpireEmails, kOldestWaitingEmail},
    {"emails", Retention::kDeliveries, PruneEmails, kOldestEmail},
    {"webhook_deliveries", Retention::kDeliveries, PruneDeliveries, kOldestDelivery},
    {"webhook_attempts", Retention::kDeliveries, PruneAttempts, kOldestAttempt},
    {"partner_results", Retention::kNone, PrunePartnerResults, kOldestPartnerResult},
});

}  // namespace

std::span<const PrunedTable> PrunedTables() { return kTables; }

base::Result<std::optional<base::Time>> OldestPrunable(ReadTx& tx, const PrunedTable& table) {
  using Oldest = std::optional<base::Time>;
  BW_TRY_ASSIGN(auto row, ReadOne<Oldest>(tx.Execute(table.oldest), [](Columns& columns) -> Oldest {
                  return columns.OptionalTime();
                }));
  return row.value_or(std::nullopt);
}

base::Status DeleteSpentTokens(WriteTx& tx, const model::Session& session, base::Time now) {
  return Done(
      tx.Execute("DELETE FROM tokens WHERE environment_id = ?1 AND session_id = ?2 "
                 "AND (use = 'access' OR expires_at <= ?3 OR generation < ?4)",
                 {session.environment.text, session.id.text, base::ToMillis(now),
                  session.generation - kKeptGenerations}));
}

}  // namespace bearward::store
