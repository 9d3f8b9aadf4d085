// OffsetClock: the clock of `serve --memory`, which tests may set.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace bearward::app {

// OffsetClock is the system clock with an offset on the wall clock. The ticks stay those of the
// system, so that connections and timers are not affected. Safe from any thread.
class OffsetClock final : public base::Clock {
 public:
  base::Time Now() const override { return system_.Now() + offset(); }
  std::int64_t Ticks() const override { return system_.Ticks(); }

  // offset returns how far the clock is ahead of the system clock.
  std::chrono::milliseconds offset() const { return std::chrono::milliseconds(offset_.load()); }
  // SetOffset sets the clock; it continues to run from there.
  void SetOffset(std::chrono::milliseconds offset) { offset_.store(offset.count()); }
  // SetNow sets the clock to a time.
  void SetNow(base::Time now) { SetOffset(now - system_.Now()); }

 private:
  base::SystemClock system_;
  std::atomic<std::int64_t> offset_{0};  // milliseconds
};

}  // namespace bearward::app
