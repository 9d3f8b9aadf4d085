#include "base/clock_watch.h"

namespace bearward::base {

ClockWatch::ClockWatch(const Clock& clock)
    : clock_(clock), wall_(clock.Now()), ticks_(clock.Ticks()) {}

std::chrono::milliseconds ClockWatch::Observe() {
  const Time wall = clock_.Now();
  const std::int64_t ticks = clock_.Ticks();
  const auto passed =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::nanoseconds(ticks - ticks_));
  const std::chrono::milliseconds jump = (wall - wall_) - passed;
  wall_ = wall;
  ticks_ = ticks;
  if (std::chrono::abs(jump) < kSmallestJump) return {};
  jumped_at_ = ticks;
  return jump;
}

bool ClockWatch::trusted() const {
  return !jumped_at_ || std::chrono::nanoseconds(clock_.Ticks() - *jumped_at_) >= kDistrust;
}

}  // namespace bearward::base
