// FakeClock: a clock that changes only when a test changes it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace bearward::testing {

// FakeClock starts at 2031-05-06T07:08:09.123Z. Safe from any thread.
class FakeClock final : public base::Clock {
 public:
  FakeClock() = default;
  explicit FakeClock(base::Time now) : millis_(base::ToMillis(now)) {}

  base::Time Now() const override { return base::FromMillis(millis_.load()); }
  // Ticks is changed by Advance but not by Set, as a monotonic clock.
  std::int64_t Ticks() const override { return ticks_.load(); }

  // Set changes the wall clock only.
  void Set(base::Time now) { millis_.store(base::ToMillis(now)); }
  // Advance moves the wall clock and the ticks forward.
  void Advance(std::chrono::milliseconds by) {
    millis_.fetch_add(by.count());
    ticks_.fetch_add(by.count() * 1'000'000);
  }

 private:
  std::atomic<std::int64_t> millis_ = 1'935'817'689'123;
  std::atomic<std::int64_t> ticks_ = 1'000'000'000;
};

}  // namespace bearward::testing
