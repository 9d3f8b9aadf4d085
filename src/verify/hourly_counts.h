// HourlyCounts: counts of the last 24 hours, one row an hour.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "base/time.h"

namespace bearward::verify {

// HourNumber is the number of whole hours since 1970.
inline std::uint32_t HourNumber(base::Time at) {
  return static_cast<std::uint32_t>(
      std::chrono::floor<std::chrono::hours>(at.time_since_epoch()).count());
}

// HourlyCounts is safe from any thread. Add takes the mutex for the first count of an hour only. A
// count does not overflow: an hour would need more than a million requests per second.
template <std::size_t kColumns>
class HourlyCounts {
 public:
  static constexpr std::size_t kHours = 24;
  using Row = std::array<std::uint32_t, kColumns>;

  void Add(std::size_t column, std::uint32_t hour, std::mutex& mutex) {
    Slot& slot = slots_[hour % kHours];
    if (slot.hour.load(std::memory_order_acquire) != hour) Begin(slot, hour, mutex);
    slot.counts[column].fetch_add(1, std::memory_order_relaxed);
  }
  // Read returns the counts of an hour; zeros if there are none, or they are too old.
  Row Read(std::uint32_t hour) const {
    const Slot& slot = slots_[hour % kHours];
    Row row{};
    if (slot.hour.load(std::memory_order_acquire) != hour) return row;
    for (std::size_t i = 0; i < kColumns; ++i) {
      row[i] = slot.counts[i].load(std::memory_order_relaxed);
    }
    return row;
  }
  // Clear removes all counts.
  void Clear() {
    for (Slot& slot : slots_) slot.hour.store(0, std::memory_order_release);
  }

 private:
  struct Slot {
    std::atomic<std::uint32_t> hour = 0;
    std::array<std::atomic<std::uint32_t>, kColumns> counts{};
  };
  static void Begin(Slot& slot, std::uint32_t hour, std::mutex& mutex) {
    const std::lock_guard lock(mutex);
    if (slot.hour.load(std::memory_order_relaxed) == hour) return;
    for (auto& count : slot.counts) count.store(0, std::memory_order_relaxed);
    slot.hour.store(hour, std::memory_order_release);
  }

  std::array<Slot, kHours> slots_{};
};

}  // namespace bearward::verify
