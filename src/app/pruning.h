// Pruning: deletes what is past its retention, in small transactions, until nothing is due.
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

// Pruning belongs to one thread, that of Core::Tend.
class Pruning {
 public:
  // Retentions are how long the rows of each kind stay.
  struct Retentions {
    std::chrono::milliseconds sessions;
    std::chrono::milliseconds events;
  };
  // The constructor registers bearward_pruned_rows_total and bearward_prune_behind_seconds, each by
  // table. The arguments must outlive it.
  Pruning(store::Store& store, const base::Clock& clock, Retentions retentions,
          observe::Registry& metrics);

  // RunDue goes on with a round, or begins one when the last is a minute ago. It returns after a
  // few tens of milliseconds, so that other writes get their turn, and is called again soon. Call
  // it only while the wall clock can be trusted.
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
  std::vector<Series> series_;  // one for each table
  std::size_t table_ = 0;       // the one that the round has reached
  std::int64_t next_at_;        // ticks
};

}  // namespace bearward::app
