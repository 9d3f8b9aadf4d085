// The event log, for reading. To write events, use WriteTx::Append.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/transaction.h"

namespace bearward::store {

struct PruneBounds;  // store/pruning.h

// ListEvents returns up to `limit` events of an environment with numbers greater than `after`, in
// order.
base::Result<std::vector<model::Event>> ListEvents(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   std::int64_t after, int limit);
// ListAllEvents returns the events of all environments with numbers greater than `after`, in order.
// It is for listeners within the program and must not be exposed to a caller.
base::Result<std::vector<model::Event>> ListAllEvents(ReadTx& tx, std::int64_t after);
// LastEventNumber returns the number of the newest event of all environments, 0 for an empty log.
base::Result<std::int64_t> LastEventNumber(ReadTx& tx);
// LastEventTime returns when the newest event of all environments was written; nullopt for an empty
// log.
base::Result<std::optional<base::Time>> LastEventTime(ReadTx& tx);
// PruneEvents deletes the oldest events that are due, at most `batch`, and returns how many. It
// always keeps the newest event of all environments, because numbering continues from it.
base::Result<std::int64_t> PruneEvents(WriteTx& tx, const PruneBounds& bounds, int batch);

}  // namespace bearward::store
