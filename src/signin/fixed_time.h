// FixedTime: responses whose time does not show whether a user has an address (incident class D1).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

#include "base/clock.h"
#include "door/outcome.h"
#include "door/timer.h"

namespace bearward::signin {

// FixedTime is safe from any thread. No thread waits for a delayed response.
class FixedTime {
 public:
  // `period` returns the period of responses, longer than the work for any of them: the time of a
  // failed sign-in. Empty: nothing is delayed. The clock must outlive the object.
  FixedTime(const base::Clock& clock, std::function<std::chrono::nanoseconds()> period)
      : clock_(clock), period_(std::move(period)), timer_(clock) {}

  // Begin returns the present time, in ticks.
  std::int64_t Begin() const { return clock_.Ticks(); }
  // Delay sends a response at the next multiple of the period after `begin`.
  door::Outcome Delay(door::Reply reply, std::int64_t begin);

 private:
  const base::Clock& clock_;
  std::function<std::chrono::nanoseconds()> period_;
  door::Timer timer_;
};

}  // namespace bearward::signin
