// Shutdown: the effect of signals and time on a server that shuts down.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace bearward::app {

// Shutdown is a state machine for one thread. Times are ticks (base/clock.h).
//
// SIGTERM makes /readyz fail while the server still accepts, for `delay`, so that load balancers
// detect it; then the server drains. A second signal ends the delay, another one closes everything.
// SIGINT is sent by a user at a terminal, so it drains without the delay.
class Shutdown {
 public:
  explicit Shutdown(std::chrono::nanoseconds delay) : delay_(delay.count()) {}

  // Action is what the caller must do: nothing, fail readiness, drain (readiness fails as well), or
  // close all connections.
  enum class Action : std::uint8_t { kNone, kFailReadiness, kDrain, kHurry };

  // OnSignal handles SIGTERM or SIGINT; any other signal returns kNone.
  Action OnSignal(int signal, std::int64_t now);
  // OnTick is called often; it returns kDrain once, when the delay has passed.
  Action OnTick(std::int64_t now);

 private:
  enum class Phase : std::uint8_t { kServing, kDelaying, kDraining };

  const std::int64_t delay_;
  Phase phase_ = Phase::kServing;
  std::int64_t drain_at_ = 0;
};

}  // namespace bearward::app
