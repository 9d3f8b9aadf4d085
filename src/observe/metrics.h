// Metrics: counters, gauges and histograms in the Prometheus text form (version 0.0.4).
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

// kShards is how many cells a hot metric is spread over, so that threads do not share a cache line.
inline constexpr std::size_t kShards = 16;
// ShardOfThread numbers threads in order of first use, modulo kShards.
std::size_t ShardOfThread();

// Counter only grows. Add is a relaxed atomic on the thread's own cell.
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

// Gauge goes up and down.
class Gauge {
 public:
  void Set(double value) { value_.store(value, std::memory_order_relaxed); }
  void Add(double amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
  double Value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

// Histogram counts observations by upper bounds, given in rising order in the metric's base unit.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);
  // Observe counts one value in the first bucket whose bound is not below it.
  void Observe(double value);

  // Snapshot is a sum over the threads: counts a bucket, not cumulated, the last one unbounded.
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

// RequestBounds are the bounds in seconds for requests, from 50 us on, because most answers come
// from memory; VerifyBounds are the finer ones for verifying.
std::vector<double> RequestBounds();
std::vector<double> VerifyBounds();

// Labels are name and value pairs of one series. Values must come from a fixed set: no key id, no
// user, no path.
using Labels = std::vector<std::pair<std::string, std::string>>;

// Registry owns all metrics of the process. Register at start: references stay good as long as the
// registry. One name may be registered with several label values; its kind and help stay the first.
// A malformed name (it must begin with "bearward_" or "process_"), a repeated series or a second
// kind is a defect and ends the process. Safe from any thread.
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
  // AddComputed registers a gauge, AddComputedCounter a counter, whose value is asked for at each
  // Render, from that thread; the function must be quick and must not use the registry.
  void AddComputed(std::string_view name, std::string_view help, std::function<double()> compute,
                   Labels labels = {});
  void AddComputedCounter(std::string_view name, std::string_view help,
                          std::function<double()> compute, Labels labels = {});

  // Render gives all metrics in order of registration, families together.
  std::string Render() const;

 private:
  struct Series;
  struct Family;
  Series& Add(std::string_view name, std::string_view help, std::string_view kind, Labels labels);

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Family>> families_;
};

}  // namespace bearward::observe
