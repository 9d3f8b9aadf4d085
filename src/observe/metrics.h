// Metrics: counters, gauges and histograms in the Prometheus text format (version 0.0.4).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bearward::observe {

// kShards is the number of cells of a hot metric; separate cells avoid contention for one cache
// line.
inline constexpr std::size_t kShards = 16;
// ShardOfThread returns the shard of the calling thread: threads are numbered in order of first
// use, modulo kShards.
std::size_t ShardOfThread();

// Counter only increases. Add is a relaxed atomic operation on the cell of the calling thread.
class Counter {
 public:
  void Add(std::uint64_t amount = 1) {
    cells_[ShardOfThread()].value.fetch_add(amount, std::memory_order_relaxed);
  }
  std::uint64_t Value() const;

 private:
  struct alignas(64) Cell {
    std::atomic<std::uint64_t> value = 0;
  };
  std::array<Cell, kShards> cells_;
};

// Gauge can increase and decrease.
class Gauge {
 public:
  void Set(double value) { value_.store(value, std::memory_order_relaxed); }
  void Add(double amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
  double Value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

// Histogram counts observations by upper bounds, which are given in ascending order in the base
// unit of the metric.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);
  // Observe counts one value in the first bucket whose bound is not less than the value.
  void Observe(double value);

  // Snapshot is the sum over all cells: one count per bucket, not cumulative; the last bucket is
  // unbounded.
  struct Snapshot {
    std::vector<std::uint64_t> counts;
    double sum = 0;
  };
  Snapshot Read() const;
  const std::vector<double>& bounds() const { return bounds_; }

 private:
  struct alignas(64) Cell {
    std::unique_ptr<std::atomic<std::uint64_t>[]> counts;
    std::atomic<double> sum = 0;
  };
  const std::vector<double> bounds_;
  std::array<Cell, kShards> cells_;
};

// RequestBounds returns the bucket bounds in seconds for requests. They start at 50 us, because
// most responses need no store access. VerifyBounds returns the finer bounds for verification.
std::vector<double> RequestBounds();
std::vector<double> VerifyBounds();

// Labels are the name and value pairs of one series. Values must come from a bounded set: no key
// id, no user, no path. Names that people chose, as of policies, only where the metrics are not
// public.
using Labels = std::vector<std::pair<std::string, std::string>>;

// Registry owns all metrics of the process. Register them at start, and later a bounded number
// only: none is ever removed. References stay valid as long as the registry. One name may be
// registered with several label values; the first registration determines its kind and help text. A
// malformed name (it must begin with "bearward_" or "process_"), a duplicate series or a second
// kind for one name is a programming error and aborts the process. Safe from any thread.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  Counter& AddCounter(std::string_view name, std::string_view help, Labels labels = {});
  Gauge& AddGauge(std::string_view name, std::string_view help, Labels labels = {});
  Histogram& AddHistogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                          Labels labels = {});
  // AddComputed registers a gauge, AddComputedCounter a counter, whose value `compute` returns at
  // each Render, on the thread that calls Render. The function must be fast and must not use the
  // registry.
  void AddComputed(std::string_view name, std::string_view help, std::function<double()> compute,
                   Labels labels = {});
  void AddComputedCounter(std::string_view name, std::string_view help,
                          std::function<double()> compute, Labels labels = {});

  // Reading is the state of one series. `histogram` is null for counters and gauges, which have a
  // `value`. The references live as long as the registry.
  struct Reading {
    std::string_view name;
    std::string_view help;
    std::string_view kind;  // "counter", "gauge" or "histogram"
    const Labels& labels;
    double value = 0;
    const Histogram* histogram = nullptr;
  };
  // Read returns all series, those of one name next to each other.
  std::vector<Reading> Read() const;
  // Render returns all metrics in order of registration, grouped by family.
  std::string Render() const;

 private:
  struct Series;
  struct Family;
  Series& Add(std::string_view name, std::string_view help, std::string_view kind, Labels labels);

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Family>> families_;
};

}  // namespace bearward::observe
