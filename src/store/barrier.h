// Barrier: the answers of writes that wait until every node has applied the events of the write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "model/event.h"

namespace bearward::store {

// TouchesVerdicts returns whether a write with these events is answered only when all nodes have
// applied them: such events may invalidate a cached verdict or policy, or report a new signing key
// or environment that the other nodes must know.
bool TouchesVerdicts(std::span<const model::Event> events);

// Barrier is safe from any thread.
class Barrier {
 public:
  // Hold keeps `answer` until Release or ReleaseAll calls it once. `number` is the number of the
  // newest event of the write, and `deadline` the tick (base::BootTicks) at which Release answers
  // it without confirmation.
  void Hold(std::int64_t number, std::int64_t deadline, std::move_only_function<void()> answer);
  // Ticket is the position of an answer in the order of the calls of Hold. newest returns the
  // ticket of the newest held answer, nullopt if none is held.
  using Ticket = std::uint64_t;
  std::optional<Ticket> newest() const;
  // Release answers the writes up to the ticket whose number `is_confirmed` accepts, and all writes
  // whose deadline has passed at `now`.
  void Release(std::optional<Ticket> ticket, std::int64_t now,
               const std::function<bool(std::int64_t number)>& is_confirmed);
  // ReleaseAll answers all held writes; it is called when the process ends.
  void ReleaseAll();
  // deadline returns the earliest deadline, nullopt if no answer is held.
  std::optional<std::int64_t> deadline() const;

 private:
  struct Held {
    Ticket ticket = 0;
    std::int64_t number = 0;
    std::int64_t deadline = 0;
    std::move_only_function<void()> answer;
  };
  mutable std::mutex mutex_;
  Ticket last_ = 0;         // guarded by mutex_
  std::vector<Held> held_;  // guarded by mutex_; in order of ticket
};

}  // namespace bearward::store
