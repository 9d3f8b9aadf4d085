#include "app/shutdown.h"

#include <csignal>

namespace bearward::app {

Shutdown::Action Shutdown::OnSignal(int signal, std::int64_t now) {
  if (signal != SIGTERM && signal != SIGINT) return Action::kNone;
  if (phase_ == Phase::kDraining) return Action::kHurry;
  if (phase_ == Phase::kServing && signal == SIGTERM && delay_ > 0) {
    phase_ = Phase::kDelaying;
    drain_at_ = now + delay_;
    return Action::kFailReadiness;
  }
  phase_ = Phase::kDraining;
  return Action::kDrain;
}

Shutdown::Action Shutdown::OnTick(std::int64_t now) {
  if (phase_ != Phase::kDelaying || now < drain_at_) return Action::kNone;
  phase_ = Phase::kDraining;
  return Action::kDrain;
}

}  // namespace bearward::app
