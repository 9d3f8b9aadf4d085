// Pruning: deletes rows past their retention, in small transactions, until no row is due.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "observe/metrics.h"
#include "store/pruning.h"
#include "store/store.h"

namespace bearward::app {

// Pruning is used by one thread, that of Core::Tend.
class Pruning {
 public:
  // Retentions are the times for which the rows of each kind are kept.
  struct Retentions {
    std::chrono::milliseconds sessions;
    std::chrono::milliseconds events;
    std::chrono::milliseconds deliveries;
  };
  // The constructor registers bearward_pruned_rows_total and bearward_prune_behind_seconds, each by
  // table. The arguments must outlive it.
  Pruning(store::Store& store, const base::Clock& clock, Retentions retentions,
          observe::Registry& metrics);

  // RunDue continues a round, or begins one if the last began at least a minute ago. It returns
  // after a few tens of milliseconds, so that other writes can run, and is called again soon. Call
  // it only while the wall clock is trusted.
  base::Status RunDue();

 private:
  struct Series {
    observe::Counter* pruned;
    observe::Gauge* behind_seconds;
  };
  base::Status Round(std::int64_t begun);
  base::Result<std::int64_t> PruneBatch(const store::PrunedTable& table);
  base::Status Measure();
  base::Time DueBefore(const store::PrunedTable& table, base::Time now) const;

  store::Store& store_;
  const base::Clock& clock_;
  const Retentions retentions_;
  std::vector<Series> series_;  // one per table
  std::size_t table_ = 0;       // the table that the round has reached
  std::int64_t next_at_;        // ticks
};

}  // namespace bearward::app
