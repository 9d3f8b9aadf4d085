// WriteJob: one write in the queue of the writer. Internal to the module.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/transaction.h"

namespace bearward::store {

// WriteJob is a closure with the callback for its result. `result` and `events` are those of the
// latest attempt. `since` is the tick at which the job was queued or its closure last ended.
struct WriteJob {
  using Run = std::function<base::Status(WriteTx&)>;
  using Answer = std::function<void(base::Status)>;
  // Phase says which thread may answer a job. kWaiting: the thread that changes it to kAnswered.
  // kRunning: only the writer thread, because the closure refers to the stack of the waiting
  // thread, which must not continue.
  enum class Phase { kWaiting, kRunning, kAnswered };

  WriteJob(Run closure, Answer answer, std::int64_t now)
      : run(std::move(closure)), done(std::move(answer)), since(now) {}
  bool Move(Phase from, Phase to) { return phase.compare_exchange_strong(from, to); }

  Run run;
  Answer done;
  base::Status result = {};
  std::vector<model::Event> events = {};
  std::atomic<Phase> phase = Phase::kWaiting;
  std::atomic<std::int64_t> since;
};

}  // namespace bearward::store
