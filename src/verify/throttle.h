// Throttle: counts failures by name within a window, in bounded memory. It is no bucket of Limiter:
// a lock-out is so many failures and then a fixed wait, and its limit depends on the kind of
// client.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace bearward::verify {

// Throttle is safe from any thread. A window begins with the first failure of a name.
class Throttle {
 public:
  // Throttle remembers at most `capacity` names. If it is full and no window has ended, the names
  // with the fewest failures are removed.
  Throttle(const base::Clock& clock, std::chrono::seconds window, std::size_t capacity);

  // IsIdle says whether every window has ended, so that WaitFor returns nullopt for every name. It
  // takes no lock: callers use it to skip the composition of a name.
  bool IsIdle() const { return clock_.Ticks() >= last_end_.load(std::memory_order_acquire); }
  // WaitFor returns how long the name must wait, if it failed `limit` times in its window.
  std::optional<std::chrono::seconds> WaitFor(const std::string& name, int limit) const;
  // Note counts a failure and returns the number of failures of the name in its window.
  int Note(const std::string& name);
  // Forget ends the window of the name.
  void Forget(const std::string& name);
  // size returns the number of names in memory.
  std::size_t size() const;

 private:
  struct Window {
    std::int64_t begins = 0;  // ticks
    int failures = 0;
  };
  bool IsOver(const Window& window, std::int64_t now) const;
  void MakeRoom(std::int64_t now);

  const base::Clock& clock_;
  std::int64_t length_;  // ticks
  std::size_t capacity_;
  // last_end_ is the tick at which the newest window ends.
  std::atomic<std::int64_t> last_end_ = std::numeric_limits<std::int64_t>::min();
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Window> windows_;
};

}  // namespace bearward::verify
