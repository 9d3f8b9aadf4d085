// ClockWatch: notices when the wall clock is set, by comparing it with the monotonic clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace bearward::base {

// ClockWatch belongs to one thread.
class ClockWatch {
 public:
  // kSmallestJump is what counts as set: less is the work of a time service, or of a busy machine.
  static constexpr std::chrono::seconds kSmallestJump{10};
  // kDistrust is how long after a jump nothing should be deleted because of its age: an operator or
  // a time service needs that long to set the clock right again.
  static constexpr std::chrono::hours kDistrust{1};

  explicit ClockWatch(const Clock& clock);
  // Observe returns by how much the wall clock was set since the last call, negative when it was
  // set back; zero for less than kSmallestJump. Call it every second or more often.
  std::chrono::milliseconds Observe();
  // Distrust counts a doubt from elsewhere as a jump: the clock may have been set while the program
  // did not run.
  void Distrust() { jumped_at_ = clock_.Ticks(); }
  // trusted says whether no jump was observed within kDistrust.
  bool trusted() const;

 private:
  const Clock& clock_;
  Time wall_;
  std::int64_t ticks_;
  std::optional<std::int64_t> jumped_at_;  // ticks of the last jump
};

}  // namespace bearward::base
