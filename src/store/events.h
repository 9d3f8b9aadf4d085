// The event log, for readers. Writers use WriteTx::Append.
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

// ListEvents gives up to `limit` events of an environment after a number, in order.
base::Result<std::vector<model::Event>> ListEvents(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   std::int64_t after, int limit);
// ListAllEvents gives the events of every environment after a number, in order: for the listeners
// within the program, never for a caller.
base::Result<std::vector<model::Event>> ListAllEvents(ReadTx& tx, std::int64_t after);
// LastEventNumber gives the number of the newest event of all, 0 for an empty log.
base::Result<std::int64_t> LastEventNumber(ReadTx& tx);
// LastEventTime returns when the newest event of all was written; nullopt for an empty log.
base::Result<std::optional<base::Time>> LastEventTime(ReadTx& tx);
// PruneEvents deletes the oldest due events, `batch` at most, and returns how many. The newest
// event of all always stays: numbers go on from it.
base::Result<std::int64_t> PruneEvents(WriteTx& tx, const PruneBounds& bounds, int batch);

}  // namespace bearward::store
