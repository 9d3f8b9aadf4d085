// The table of log streams, and what the delivery of events to their targets reads and writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/audit_log.h"
#include "model/event.h"
#include "model/log_stream.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// LogStreams returns the table.
const TableOf<model::LogStream>& LogStreams();

// NewestPosition returns the position of the newest event of the source of a stream, 0 if there is
// none.
base::Result<std::int64_t> NewestPosition(ReadTx& tx, const model::LogStream& stream);
// CountWaiting returns how many events of its source a stream has not delivered, at most
// kMostWaiting. For a stream of the event log of one organization these include the events of the
// environment that it will pass over.
inline constexpr std::int64_t kMostWaiting = 10'000;
base::Result<std::int64_t> CountWaiting(ReadTx& tx, const model::LogStream& stream);
// ListStreamedAuditLog and ListStreamedEvents return the oldest events of the source after the
// position of a stream, at most `limit`.
base::Result<std::vector<model::AuditLogEvent>> ListStreamedAuditLog(ReadTx& tx,
                                                                     const model::LogStream& stream,
                                                                     int limit);
base::Result<std::vector<model::Event>> ListStreamedEvents(ReadTx& tx,
                                                           const model::LogStream& stream,
                                                           int limit);

// FindDueLogStream returns an enabled stream that is not leased, and has a test message to send or,
// if it is not paused, events: the one whose last lease is the oldest. It searches all
// environments.
base::Result<std::optional<model::LogStream>> FindDueLogStream(ReadTx& tx, base::Time now);
// LeaseLogStream grants the right to send for a stream until a time, and the task to send the test
// message if `stream.test_wanted`. It returns false if another thread or node has leased, disabled
// or deleted the stream, or asked for a test message, since it was read.
base::Result<bool> LeaseLogStream(WriteTx& tx, const model::LogStream& stream, base::Time until);
// EndLogStreamLease ends the lease that LeaseLogStream granted with `stream.leased_until` at `now`,
// and stores the members that the delivery owns. It returns false, and stores nothing of them, if
// the lease has ended before or the stream was changed since it was leased.
base::Result<bool> EndLogStreamLease(WriteTx& tx, const model::LogStream& stream, base::Time now);
// ClearLogStreamLeases ends all leases. Call it when no other process uses the database.
base::Status ClearLogStreamLeases(WriteTx& tx);
// WantTestMessage makes the delivery send a test message at once, also if the stream is paused, and
// after the end of the lease if it is leased.
base::Status WantTestMessage(WriteTx& tx, const model::LogStream& stream);

// FindLogStreamOf returns the oldest stream of the audit log of an organization whose type is one
// of the vendor's (not syslog and file).
base::Result<std::optional<model::LogStream>> FindLogStreamOf(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view organization);

}  // namespace bearward::store
