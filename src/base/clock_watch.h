// ClockWatch: detects changes of the wall clock by comparing it with the monotonic clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace bearward::base {

// ClockWatch must be used by one thread only.
class ClockWatch {
 public:
  // kSmallestJump is the smallest difference that counts as a jump. Smaller ones come from a time
  // service or from a busy machine.
  static constexpr std::chrono::seconds kSmallestJump{10};
  // kDistrust is the time after a jump in which nothing should be deleted because of its age. An
  // operator or a time service needs that long to correct the clock.
  static constexpr std::chrono::hours kDistrust{1};

  explicit ClockWatch(const Clock& clock);
  // Observe returns the change of the wall clock since the last call, negative if it was set back;
  // zero if it is less than kSmallestJump. Call it every second or more often.
  std::chrono::milliseconds Observe();
  // Distrust has the effect of a jump: call it when the clock may have been set while the program
  // was not running.
  void Distrust() { jumped_at_ = clock_.Ticks(); }
  // trusted returns true if no jump was observed within kDistrust.
  bool trusted() const;

 private:
  const Clock& clock_;
  Time wall_;
  std::int64_t ticks_;
  std::optional<std::int64_t> jumped_at_;  // Clock::Ticks of the last jump
};

}  // namespace bearward::base
