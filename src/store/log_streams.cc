#include "store/log_streams.h"

#include <string>

#include "store/audit_logs.h"
#include "store/columns.h"
#include "store/events.h"

namespace bearward::store {
namespace {

using base::Result;
using model::LogStream;
using model::LogStreamSource;

Result<bool> Changed(const Result<Rows>& rows) {
  BW_TRY(rows);
  return !rows->empty();
}

std::int64_t MillisOf(const std::optional<base::Time>& time) {
  return time ? base::ToMillis(*time) : 0;
}

std::string OrganizationOf(const LogStream& stream) {
  return stream.organization ? stream.organization->text : std::string();
}

}  // namespace

const TableOf<LogStream>& LogStreams() {
  static const TableOf<LogStream> table(model::kLogStream);
  return table;
}

Result<std::int64_t> NewestPosition(ReadTx& tx, const LogStream& stream) {
  if (stream.source == LogStreamSource::kEvents) return LastEventNumber(tx);
  return ReadInteger(
      tx.Execute("SELECT coalesce(max(number), 0) FROM audit_log_positions "
                 "WHERE environment_id = ?1 AND organization_id = ?2",
                 {stream.environment.text, OrganizationOf(stream)}));
}

Result<std::int64_t> CountWaiting(ReadTx& tx, const LogStream& stream) {
  if (stream.source == LogStreamSource::kEvents) {
    return ReadInteger(
        tx.Execute("SELECT count(*) FROM (SELECT number FROM events WHERE environment_id = ?1 "
                   "AND number > ?2 LIMIT ?3) AS waiting",
                   {stream.environment.text, stream.position, kMostWaiting}));
  }
  return ReadInteger(tx.Execute(
      "SELECT count(*) FROM (SELECT position FROM audit_log_events WHERE environment_id = ?1 "
      "AND organization_id = ?2 AND position > ?3 LIMIT ?4) AS waiting",
      {stream.environment.text, OrganizationOf(stream), stream.position, kMostWaiting}));
}

Result<std::vector<model::AuditLogEvent>> ListStreamedAuditLog(ReadTx& tx, const LogStream& stream,
                                                               int limit) {
  return AuditLogEvents().ListWhere(
      tx,
      "environment_id = ?1 AND organization_id = ?2 AND position > ?3 ORDER BY position LIMIT ?4",
      {stream.environment.text, OrganizationOf(stream), stream.position, limit});
}

Result<std::vector<model::Event>> ListStreamedEvents(ReadTx& tx, const LogStream& stream,
                                                     int limit) {
  return ListEvents(tx, stream.environment, stream.position, limit);
}

Result<std::optional<LogStream>> FindDueLogStream(ReadTx& tx, base::Time now) {
  return LogStreams().FindWhere(
      tx,
      "enabled = 1 AND coalesce(leased_until, 0) <= ?1 AND (test_wanted = 1 "
      "OR (coalesce(paused_until, 0) <= ?1 "
      "AND ((source = 'events' AND EXISTS (SELECT 1 FROM events AS due "
      "WHERE due.environment_id = log_streams.environment_id "
      "AND due.number > log_streams.position)) "
      "OR (source = 'audit_logs' AND EXISTS (SELECT 1 FROM audit_log_events AS due "
      "WHERE due.environment_id = log_streams.environment_id "
      "AND due.organization_id = log_streams.organization_id "
      "AND due.position > log_streams.position))))) "
      "ORDER BY coalesce(leased_until, 0), id LIMIT 1",
      {base::ToMillis(now)});
}

Result<bool> LeaseLogStream(WriteTx& tx, const LogStream& stream, base::Time until) {
  return Changed(tx.Execute(
      "UPDATE log_streams SET leased_until = ?1, test_wanted = 0 WHERE environment_id = ?2 "
      "AND id = ?3 AND enabled = 1 AND coalesce(leased_until, 0) = ?4 AND test_wanted = ?5 "
      "RETURNING 1",
      {base::ToMillis(until), stream.environment.text, stream.id, MillisOf(stream.leased_until),
       std::int64_t{stream.test_wanted}}));
}

// What was sent to a target that has changed since is sent again, to the new one.
Result<bool> EndLogStreamLease(WriteTx& tx, const LogStream& stream, base::Time now) {
  BW_TRY_ASSIGN(
      const bool stored,
      Changed(tx.Execute(
          "UPDATE log_streams SET leased_until = ?1, paused_until = ?2, failures = ?3, state = ?4, "
          "last_error = ?5, last_synced_at = ?6, last_event_id = ?7, position = ?8 "
          "WHERE environment_id = ?9 AND id = ?10 AND enabled = 1 "
          "AND coalesce(leased_until, 0) = ?11 AND updated_at = ?12 RETURNING 1",
          {base::ToMillis(now), TimeOrNull(stream.paused_until), stream.failures,
           std::string(base::Word(stream.state)), TextOrNull(stream.last_error),
           TimeOrNull(stream.last_synced_at), TextOrNull(stream.last_event_id), stream.position,
           stream.environment.text, stream.id, MillisOf(stream.leased_until),
           base::ToMillis(stream.updated_at)})));
  if (stored) return true;
  BW_TRY(Done(tx.Execute(
      "UPDATE log_streams SET leased_until = ?1 WHERE environment_id = ?2 "
      "AND id = ?3 AND coalesce(leased_until, 0) = ?4",
      {base::ToMillis(now), stream.environment.text, stream.id, MillisOf(stream.leased_until)})));
  return false;
}

base::Status ClearLogStreamLeases(WriteTx& tx) {
  return Done(tx.Execute("UPDATE log_streams SET leased_until = 0", {}));
}

base::Status WantTestMessage(WriteTx& tx, const LogStream& stream) {
  return Done(
      tx.Execute("UPDATE log_streams SET test_wanted = 1 WHERE environment_id = ?1 AND id = ?2",
                 {stream.environment.text, stream.id}));
}

Result<std::optional<LogStream>> FindLogStreamOf(ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 std::string_view organization) {
  return LogStreams().FindWhere(tx,
                                "environment_id = ?1 AND organization_id = ?2 "
                                "AND source = 'audit_logs' AND type NOT IN ('syslog', 'file') "
                                "ORDER BY created_at, id LIMIT 1",
                                {environment.text, std::string(organization)});
}

}  // namespace bearward::store
