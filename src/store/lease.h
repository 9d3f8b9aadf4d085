// Lease: the time until which this process may answer requests from its caches.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

#include "base/boot_clock.h"

namespace bearward::store {

// Lease is safe from any thread. A new lease never ends, which is correct while no other node
// shares the database; Holds then costs one load.
class Lease {
 public:
  static constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

  // Holds returns whether the caches reflect every write that was answered before this call. The
  // load acquires what the follower published before it extended the lease.
  bool Holds() const {
    const std::int64_t until = until_.load(std::memory_order_acquire);
    return until == kForever || base::BootTicks() < until;
  }
  // until returns the tick (base::BootTicks) at which the lease ends.
  std::int64_t until() const { return until_.load(std::memory_order_relaxed); }
  // SetUntil moves the end.
  void SetUntil(std::int64_t tick) { until_.store(tick, std::memory_order_release); }

 private:
  std::atomic<std::int64_t> until_ = kForever;
};

}  // namespace bearward::store
