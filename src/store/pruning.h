// Pruning: which rows grow with use, and how those past their retention are deleted. A table of
// rows, so that none is forgotten.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/session.h"
#include "store/transaction.h"

namespace bearward::store {

// Retention says from when on a row of a table may go: some time after the end of its use, or, for
// what is of no use past a time that the row itself names, at once.
enum class Retention { kSessions, kEvents, kNone };

// PruneBounds are the times of one round: rows from before `before` are due. Rows that claim to be
// from after `now` were written while the wall clock was ahead; they hold no other row up.
struct PruneBounds {
  base::Time before;
  base::Time now;
};

// PrunedTable is one table. `prune` deletes at most `batch` due rows and returns how many; fewer
// than `batch` says that nothing else is due. `oldest` is a statement that selects the time from
// which the retention of the oldest prunable row counts, or no row or NULL.
struct PrunedTable {
  std::string_view name;
  Retention retention;
  base::Result<std::int64_t> (*prune)(WriteTx& tx, const PruneBounds& bounds, int batch);
  std::string_view oldest;
};

// PrunedTables returns all of them.
std::span<const PrunedTable> PrunedTables();

// OldestPrunable runs the `oldest` of a table.
base::Result<std::optional<base::Time>> OldestPrunable(ReadTx& tx, const PrunedTable& table);

// kKeptGenerations is how many spent refresh tokens of a session are remembered. The reuse of one
// of them ends the session; an older one is refused as unknown.
inline constexpr std::int64_t kKeptGenerations = 100;

// DeleteSpentTokens removes the token rows of a session that its refresh leaves without use: the
// access tokens before it, refresh tokens past their expiry, and refresh tokens of more than
// kKeptGenerations rotations ago. So a session that lives on does not grow.
base::Status DeleteSpentTokens(WriteTx& tx, const model::Session& session, base::Time now);

}  // namespace bearward::store
