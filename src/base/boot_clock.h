// BootClock: a monotonic clock that also counts the time while the machine was suspended.
#pragma once

#include <cstdint>

namespace bearward::base {

// BootTicks returns nanoseconds since the machine started. Unlike Clock::Ticks it continues while
// the machine is suspended, so that a lease expires during that time too. It is real time also in
// tests: a lease is an agreement with other processes.
std::int64_t BootTicks();

}  // namespace bearward::base
