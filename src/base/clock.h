// Clock: the only source of time. Code that depends on time receives one as an argument.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace bearward::base {

// Clock returns the current time. Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  // Now returns wall-clock time (UTC): for everything that is stored, signed or shown.
  virtual Time Now() const = 0;
  // Ticks returns nanoseconds of a monotonic clock: for measuring durations.
  virtual std::int64_t Ticks() const = 0;
};

// SystemClock reads the machine's clocks. It is the only code that reads the system clock.
class SystemClock final : public Clock {
 public:
  Time Now() const override;
  std::int64_t Ticks() const override;
};

}  // namespace bearward::base
