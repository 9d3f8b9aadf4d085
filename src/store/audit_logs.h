// Tables of audit logs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/audit_log.h"
#include "store/pruning.h"
#include "store/table.h"

namespace bearward::store {

// AuditLogActions, AuditLogSchemas and AuditLogEvents return the tables. The newest schema of an
// action has the version of the action.
const TableOf<model::AuditLogAction>& AuditLogActions();
const TableOf<model::AuditLogSchema>& AuditLogSchemas();
const TableOf<model::AuditLogEvent>& AuditLogEvents();

// FindAuditLogSchema returns nullopt if the action does not have this version.
base::Result<std::optional<model::AuditLogSchema>> FindAuditLogSchema(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view action,
    std::int64_t version);
// OfAction selects the schemas of an action.
Condition OfAction(std::string_view action);

// HasAuditLogEvent says whether an event with this digest was stored since a time.
base::Result<bool> HasAuditLogEvent(ReadTx& tx, const model::EnvironmentId& environment,
                                    std::string_view digest, base::Time since);

// NextAuditLogPosition returns the next AuditLogEvent::position of an organization. Positions are
// committed in order, because the transactions that write follow each other.
base::Result<std::int64_t> NextAuditLogPosition(WriteTx& tx,
                                                const model::EnvironmentId& environment,
                                                const model::OrganizationId& organization);

// AuditLogRange is the part of an organization's events with [from, to) as their time.
struct AuditLogRange {
  model::EnvironmentId environment;
  model::OrganizationId organization;
  base::Time from;
  base::Time to;
};
// ListAuditLogEvents returns the oldest events of a range, at most `limit`.
base::Result<std::vector<model::AuditLogEvent>> ListAuditLogEvents(ReadTx& tx,
                                                                   const AuditLogRange& range,
                                                                   std::int64_t limit);

// OccurredFrom and OccurredBefore select the events of a list by their time.
Condition OccurredFrom(base::Time from);
Condition OccurredBefore(base::Time to);

// PruneAuditLogEvents is a PrunedTable::prune (pruning.h), and kOldestAuditLogEvent its `oldest`.
// The index on the range has the oldest event of each organization first.
inline constexpr std::string_view kOldestAuditLogEvent =
    "SELECT min((SELECT min(event.occurred_at) FROM audit_log_events AS event "
    "WHERE event.environment_id = owner.environment_id AND event.organization_id = owner.id) "
    "+ coalesce(owner.audit_logs_retention_days, 365) * 86400000) FROM organizations AS owner";
static_assert(model::kAuditLogRetentionDays == 365, "the statement names it");
base::Result<std::int64_t> PruneAuditLogEvents(WriteTx& tx, const PruneBounds& bounds, int batch);

}  // namespace bearward::store
