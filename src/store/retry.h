// RetryWithin: repeats a step of the start while another process holds the database.
#pragma once

#include <chrono>
#include <cstdint>
#include <thread>

#include "base/boot_clock.h"
#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// RetryWithin runs the step until it succeeds or its error is not retryable. After `most` it begins
// no further attempt and returns the last error. The bound is a time and no number of attempts,
// because engines wait for a lock for different times.
template <class F>
base::Status RetryWithin(std::chrono::milliseconds most, const Engine& engine, F step) {
  constexpr std::chrono::milliseconds kPause{10};
  const std::int64_t end = base::BootTicks() + std::chrono::nanoseconds(most).count();
  while (true) {
    base::Status status = step();
    const bool again = !status && engine.IsRetryable(status.error()) && base::BootTicks() < end;
    if (!again) return status;
    std::this_thread::sleep_for(kPause);  // another process does not signal that it is done
  }
}

}  // namespace bearward::store
