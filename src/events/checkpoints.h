// Checkpoints: signed statements about the newest event, stored and written to the log of the
// server (docs/design/0018-event-chain.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "observe/log.h"
#include "store/store.h"

namespace bearward::events {

// kChainPurpose is the purpose for which the master key (crypto::KeyRing::Derive) determines the
// secret of the event chain.
inline constexpr std::string_view kChainPurpose = "event-chain";

// Checkpoints is used by one thread at a time.
class Checkpoints {
 public:
  // Checkpoints of a store whose chain has this secret. The references must outlive it.
  Checkpoints(store::Store& store, const base::Secret& secret, const base::Clock& clock,
              observe::Logger& log);

  // MakeDue makes a checkpoint if kInterval has passed since the last one, and at the first call.
  base::Status MakeDue();
  // MakeLast is Make at the end of a server; it does nothing if MakeDue was never called.
  base::Status MakeLast() { return due_ ? Make() : base::Status(); }

 private:
  // Make signs the newest event, and logs the signature so that a copy leaves the database. It does
  // nothing if that event has a checkpoint. If the head of the chain has no valid seal, or had none
  // once, it logs an error.
  base::Status Make();

  static constexpr std::chrono::nanoseconds kInterval = std::chrono::minutes(10);
  void Log(const store::EventCheckpoint& checkpoint);

  store::Store& store_;
  const store::EventChain chain_;
  const base::Clock& clock_;
  observe::Logger& log_;
  std::optional<std::int64_t> due_;  // ticks; nullopt before the first call
};

}  // namespace bearward::events
