// Pruning: the tables that grow with use, and how their rows are deleted after their retention. All
// such tables are in one list.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/session.h"
#include "store/transaction.h"

namespace bearward::store {

// Retention says when a row of a table may be deleted: a configured time after the end of its use
// (kSessions, kEvents, kDeliveries), or, for rows that contain their own expiry, immediately after
// it (kNone).
enum class Retention { kSessions, kEvents, kDeliveries, kNone };

// PruneBounds are the times of one run. Rows older than `before` are due. Rows with a time after
// `now` were written while the wall clock was ahead; PruneEvents skips them.
struct PruneBounds {
  base::Time before;
  base::Time now;
};

// TimedRows describes rows whose retention begins at the time in one of their columns. A row
// without that time is kept, and so is one that does not meet the condition. `kept` extends the
// retention.
struct TimedRows {
  std::string_view table;
  std::string_view key;  // its columns, separated by commas
  std::string_view time;
  std::string_view condition = {};  // SQL; empty: every row may be deleted
  std::chrono::milliseconds kept{};
};

// PrunedTable is one table: its rows are described by `rows`, or where a time in each row does not
// suffice by `prune` and `oldest`. `prune` is PruneRows for the table; of "expired_emails" it
// erases the codes only. `oldest` is a statement that selects the time at which the retention of
// the oldest prunable row began; it selects NULL or no row if there is none.
struct PrunedTable {
  std::string_view name;
  Retention retention;
  TimedRows rows = {};
  base::Result<std::int64_t> (*prune)(WriteTx& tx, const PruneBounds& bounds, int batch) = nullptr;
  std::string_view oldest = {};
};

// PrunedTables returns all tables that are pruned.
std::span<const PrunedTable> PrunedTables();

// PruneRows deletes at most `batch` due rows and returns how many; fewer than `batch` means that no
// other row is due.
base::Result<std::int64_t> PruneRows(WriteTx& tx, const PrunedTable& table,
                                     const PruneBounds& bounds, int batch);

// OldestPrunable returns the time at which the retention of the oldest prunable row began.
base::Result<std::optional<base::Time>> OldestPrunable(ReadTx& tx, const PrunedTable& table);

// kKeptGenerations is the number of used refresh tokens that are stored for a session. The reuse of
// a stored one ends the session (RFC 9700 section 4.14.2); an older one is refused as unknown.
inline constexpr std::int64_t kKeptGenerations = 100;

// DeleteSpentTokens deletes the token rows of a session that are useless after a refresh: the
// access tokens of previous generations, expired refresh tokens, and refresh tokens of more than
// kKeptGenerations rotations ago. This bounds the number of rows of a long session.
base::Status DeleteSpentTokens(WriteTx& tx, const model::Session& session, base::Time now);

}  // namespace bearward::store
