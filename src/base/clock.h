// Clock: the only way to learn the time. Everything that depends on time is given one.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace bearward::base {

// Clock tells the time. Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  // Now gives the wall clock: for what is stored, signed or shown.
  virtual Time Now() const = 0;
  // Ticks gives nanoseconds of a clock that never goes back: for measuring how long a thing took.
  virtual std::int64_t Ticks() const = 0;
};

// SystemClock reads the machine's clocks. The only caller of the system clock in the program.
class SystemClock final : public Clock {
 public:
  Time Now() const override;
  std::int64_t Ticks() const override;
};

}  // namespace bearward::base
