// ChainCheck: verifies the event log against its chain (docs/design/0018-event-chain.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/engine.h"
#include "store/event_chain.h"

namespace bearward::store {

// KnownDigest is the digest of an event that was kept outside of the database.
struct KnownDigest {
  std::int64_t number = 0;
  base::Digest digest{};
};

// ChainReport is the result of a check. Each problem is a sentence that names the numbers of the
// events; after kMaxProblems of them only the count increases.
struct ChainReport {
  static constexpr std::size_t kMaxProblems = 100;
  std::int64_t events = 0;  // rows that were read
  std::int64_t oldest = 0;  // their lowest number, 0 if there is none
  EventHead head;           // zero if the chain has not begun
  std::int64_t pruned = 0;  // numbers in gaps that have a valid seal
  std::size_t checkpoints = 0;
  std::optional<EventCheckpoint> newest_checkpoint;
  std::vector<std::string> problems;
  std::size_t problem_count = 0;

  bool ok() const { return problem_count == 0; }
};

// CheckChain reads the whole log in the transaction that the caller has begun, and changes nothing.
// Hashing runs on a second thread. An error means that the check could not run: kConflict
// "chain_missing" if the schema has no chain yet; a failure of the storage unchanged.
base::Result<ChainReport> CheckChain(Engine& engine, const EventChain& chain,
                                     const std::optional<KnownDigest>& known = {});

}  // namespace bearward::store
