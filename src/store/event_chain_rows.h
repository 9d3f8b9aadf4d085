// The tables of the event chain: its head, its gaps and its checkpoints (event_chain.h).
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/engine.h"
#include "store/event_chain.h"
#include "store/transaction.h"

namespace bearward::store {

// ChainedRow is one row of `events` with its digest; nullopt if it has none.
class ChainedRow {
 public:
  explicit ChainedRow(Row row) : row_(std::move(row)) {}
  // content refers to this object. A column of a wrong type is read as empty.
  EventContent content() const;
  std::optional<base::Digest> digest() const;

 private:
  Row row_;
};

// ReadChainedRows returns up to `limit` rows with numbers greater than `after`, in order.
base::Result<std::vector<ChainedRow>> ReadChainedRows(Engine& engine, std::int64_t after,
                                                      int limit);

// FoundHead is the state of the chain: `newest` is the number of the newest row of `events`.
struct FoundHead {
  std::int64_t newest = 0;
  std::optional<EventHead> head;  // nullopt if the chain has not begun
  bool sealed = false;            // the head has a valid seal
  bool has_checkpoint = false;    // of FindHeadToSign only
};
base::Result<FoundHead> FindHead(Engine& engine, const EventChain& chain);
// StoreHead replaces the head. An engine may send it later, as Engine::Later does.
base::Status StoreHead(Engine& engine, const EventChain& chain, const EventHead& head);

// AdoptRows returns the head from which the chain continues. Rows after the head were written by a
// program without the chain: they get their digests, page by page, and `unproved` becomes their
// last number. A head that is missing though rows have digests, that has no valid seal, or that is
// older than rows with digests, was forged: then no row gets a digest, and the chain continues
// after the newest row.
base::Result<EventHead> AdoptRows(Engine& engine, const EventChain& chain, FoundHead found);
// ChainWholeLog adopts all rows, in one transaction for each page. It only reads if the log has no
// such rows.
base::Status ChainWholeLog(Engine& engine, const EventChain& chain);

// ListGaps returns all gaps in order, each with whether its seal is valid.
base::Result<std::vector<std::pair<EventGap, bool>>> ListGaps(Engine& engine,
                                                              const EventChain& chain);
// RecordPruned records the gap of the rows that PruneEvents is about to delete: those with numbers
// from `first` to `last` that are older than `before`. Rows that do not continue the chain get no
// record, so that CheckChain reports them as missing for ever.
base::Status RecordPruned(WriteTx& tx, std::int64_t first, std::int64_t last, base::Time before);

// ListCheckpoints returns all checkpoints in the order of their numbers.
base::Result<std::vector<EventCheckpoint>> ListCheckpoints(Engine& engine);
// FindHeadToSign is FindHead with whether a checkpoint has the number of the head.
base::Result<FoundHead> FindHeadToSign(ReadTx& tx, const EventChain& chain);
// InsertCheckpoint does nothing if the number has a checkpoint.
base::Status InsertCheckpoint(WriteTx& tx, const EventCheckpoint& checkpoint);

}  // namespace bearward::store
