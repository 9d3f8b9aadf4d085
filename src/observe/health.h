// Health: the state that /livez and /readyz report.
#pragma once

#include <atomic>
#include <string_view>

namespace bearward::observe {

// Health holds the phase of the process: starting, ready or draining. It begins as starting;
// draining is final. Safe from any thread.
class Health {
 public:
  // SetReady marks the process as ready, unless it is draining.
  void SetReady();
  // SetStarting revokes readiness, for example while the store is unavailable.
  void SetStarting();
  // SetDraining marks the process as shutting down: it takes no new work.
  void SetDraining();

  // ready says whether the process accepts traffic.
  bool ready() const { return phase_.load(std::memory_order_acquire) == Phase::kReady; }
  // draining says whether the process is shutting down.
  bool draining() const { return phase_.load(std::memory_order_acquire) == Phase::kDraining; }
  // reason returns the word for /readyz: "starting", "ready" or "draining".
  std::string_view reason() const;

 private:
  enum class Phase { kStarting, kReady, kDraining };
  void Leave(Phase next);
  std::atomic<Phase> phase_ = Phase::kStarting;
};

}  // namespace bearward::observe
