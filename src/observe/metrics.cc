#include "observe/metrics.h"

#include <algorithm>

namespace bearward::observe {

std::size_t ShardOfThread() {
  static std::atomic<std::size_t> next = 0;
  thread_local const std::size_t shard = next.fetch_add(1, std::memory_order_relaxed) % kShards;
  return shard;
}

std::uint64_t Counter::Value() const {
  std::uint64_t sum = 0;
  for (const Cell& cell : cells_) sum += cell.value.load(std::memory_order_relaxed);
  return sum;
}

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)) {
  // The counts of two cells are separated by one unused cache line.
  constexpr std::size_t kApart = 64 / sizeof(std::atomic<std::uint64_t>);
  for (Cell& cell : cells_) {
    cell.counts = std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1 + kApart);
  }
}

void Histogram::Observe(double value) {
  Cell& cell = cells_[ShardOfThread()];
  const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  cell.counts[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  cell.sum.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::Read() const {
  Snapshot snapshot;
  snapshot.counts.resize(bounds_.size() + 1);
  for (const Cell& cell : cells_) {
    for (std::size_t i = 0; i < snapshot.counts.size(); ++i) {
      snapshot.counts[i] += cell.counts[i].load(std::memory_order_relaxed);
    }
    snapshot.sum += cell.sum.load(std::memory_order_relaxed);
  }
  return snapshot;
}

std::vector<double> RequestBounds() {
  return {0.000'05, 0.000'1, 0.000'25, 0.000'5, 0.001, 0.002'5, 0.005, 0.01, 0.025,
          0.05,     0.1,     0.25,     0.5,     1,     2.5,     5,     10};
}

std::vector<double> VerifyBounds() {
  return {0.000'001, 0.000'002'5, 0.000'005, 0.000'01, 0.000'025, 0.000'05, 0.000'1,
          0.000'25,  0.000'5,     0.001,     0.002'5,  0.005,     0.025,    0.1};
}

}  // namespace bearward::observe
