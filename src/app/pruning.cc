#include "app/pruning.h"

#include <algorithm>
#include <string>

namespace bearward::app {
namespace {

constexpr std::int64_t Ticks(std::chrono::nanoseconds time) { return time.count(); }

constexpr std::int64_t kInterval = Ticks(std::chrono::minutes(1));
constexpr std::int64_t kRetryInterval = Ticks(std::chrono::seconds(5));
// With the interval of Tend, this is at most a third of the writer's time.
constexpr std::int64_t kTurn = Ticks(std::chrono::milliseconds(50));
// A batch takes a few milliseconds; it delays other writes by that time.
constexpr int kBatch = 250;

}  // namespace

Pruning::Pruning(store::Store& store, const base::Clock& clock, Retentions retentions,
                 observe::Registry& metrics)
    : store_(store), clock_(clock), retentions_(retentions), next_at_(clock.Ticks() + kInterval) {
  for (const store::PrunedTable& table : store::PrunedTables()) {
    const observe::Labels labels = {{"table", std::string(table.name)}};
    series_.push_back(
        {&metrics.AddCounter("bearward_pruned_rows_total",
                             "Rows deleted at the end of their retention.", labels),
         &metrics.AddGauge("bearward_prune_behind_seconds",
                           "Time since the retention of the oldest row ended.", labels)});
  }
}

base::Status Pruning::RunDue() {
  const std::int64_t now = clock_.Ticks();
  if (now < next_at_) return {};
  base::Status status = Round(now);
  if (!status) next_at_ = now + kRetryInterval;
  return status;
}

base::Status Pruning::Round(std::int64_t begun) {
  const auto tables = store::PrunedTables();
  while (table_ < tables.size()) {
    BW_TRY_ASSIGN(const std::int64_t pruned, PruneBatch(tables[table_]));
    series_[table_].pruned->Add(static_cast<std::uint64_t>(pruned));
    if (pruned < kBatch) ++table_;
    if (clock_.Ticks() - begun >= kTurn) return Measure();
  }
  table_ = 0;
  next_at_ = begun + kInterval;
  return Measure();
}

base::Result<std::int64_t> Pruning::PruneBatch(const store::PrunedTable& table) {
  const base::Time now = clock_.Now();
  const store::PruneBounds bounds{.before = DueBefore(table, now), .now = now};
  return store_.Write(
      [&](store::WriteTx& tx) { return store::PruneRows(tx, table, bounds, kBatch); });
}

base::Status Pruning::Measure() {
  const base::Time now = clock_.Now();
  return store_.Read([&](store::ReadTx& tx) -> base::Status {
    const auto tables = store::PrunedTables();
    for (std::size_t i = 0; i < tables.size(); ++i) {
      BW_TRY_ASSIGN(const auto oldest, store::OldestPrunable(tx, tables[i]));
      const base::Time due = DueBefore(tables[i], now);
      const auto behind = oldest && *oldest < due ? due - *oldest : std::chrono::milliseconds(0);
      series_[i].behind_seconds->Set(std::chrono::duration<double>(behind).count());
    }
    return {};
  });
}

base::Time Pruning::DueBefore(const store::PrunedTable& table, base::Time now) const {
  switch (table.retention) {
    case store::Retention::kSessions:
      return now - retentions_.sessions;
    case store::Retention::kEvents:
      return now - retentions_.events;
    case store::Retention::kDeliveries:
      return now - retentions_.deliveries;
    case store::Retention::kNone:
      break;
  }
  return now;
}

}  // namespace bearward::app
