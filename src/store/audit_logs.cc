#include "store/audit_logs.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {

const TableOf<model::AuditLogAction>& AuditLogActions() {
  static const TableOf<model::AuditLogAction> table(model::kAuditLogAction);
  return table;
}

const TableOf<model::AuditLogSchema>& AuditLogSchemas() {
  static const TableOf<model::AuditLogSchema> table(model::kAuditLogSchema);
  return table;
}

const TableOf<model::AuditLogEvent>& AuditLogEvents() {
  static const TableOf<model::AuditLogEvent> table(model::kAuditLogEvent);
  return table;
}

base::Result<std::optional<model::AuditLogSchema>> FindAuditLogSchema(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view action,
    std::int64_t version) {
  return AuditLogSchemas().FindWhere(tx, "environment_id = ?1 AND action = ?2 AND version = ?3",
                                     {environment.text, std::string(action), version});
}

Condition OfAction(std::string_view action) { return {"action = ?", {std::string(action)}}; }

base::Result<bool> HasAuditLogEvent(ReadTx& tx, const model::EnvironmentId& environment,
                                    std::string_view digest, base::Time since) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("SELECT 1 FROM audit_log_events WHERE environment_id = ?1 "
                           "AND digest = ?2 AND created_at >= ?3 LIMIT 1",
                           {environment.text, std::string(digest), base::ToMillis(since)}));
  return !rows.empty();
}

base::Result<std::int64_t> NextAuditLogPosition(WriteTx& tx,
                                                const model::EnvironmentId& environment,
                                                const model::OrganizationId& organization) {
  return ReadInteger(
      tx.Execute("INSERT INTO audit_log_positions (environment_id, organization_id, number) "
                 "VALUES (?1, ?2, 1) ON CONFLICT (environment_id, organization_id) "
                 "DO UPDATE SET number = audit_log_positions.number + 1 RETURNING number",
                 {environment.text, organization.text}));
}

base::Result<std::vector<model::AuditLogEvent>> ListAuditLogEvents(ReadTx& tx,
                                                                   const AuditLogRange& range,
                                                                   std::int64_t limit) {
  return AuditLogEvents().ListWhere(
      tx,
      "environment_id = ?1 AND organization_id = ?2 AND occurred_at >= ?3 AND occurred_at < ?4 "
      "ORDER BY occurred_at, id LIMIT ?5",
      {range.environment.text, range.organization.text, base::ToMillis(range.from),
       base::ToMillis(range.to), limit});
}

// The values of a condition are texts.
Condition OccurredFrom(base::Time from) {
  return {"occurred_at >= ?", {std::to_string(base::ToMillis(from))}};
}
Condition OccurredBefore(base::Time to) {
  return {"occurred_at < ?", {std::to_string(base::ToMillis(to))}};
}

base::Result<std::int64_t> PruneAuditLogEvents(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(
      const Rows rows,
      tx.Execute(
          "DELETE FROM audit_log_events WHERE id IN "
          "(SELECT event.id FROM organizations AS owner CROSS JOIN audit_log_events AS event "
          "WHERE event.environment_id = owner.environment_id "
          "AND event.organization_id = owner.id "
          "AND event.occurred_at < ?1 - coalesce(owner.audit_logs_retention_days, ?2) * 86400000 "
          "LIMIT ?3) RETURNING 1",
          {base::ToMillis(bounds.now), model::kAuditLogRetentionDays, batch}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
