// Health: what /livez and /readyz answer.
#pragma once

#include <atomic>
#include <string_view>

namespace bearward::observe {

// Health knows the three phases of the process. It begins as starting; draining is final. Safe from
// any thread.
class Health {
 public:
  // SetReady says that all is up, unless the process drains already.
  void SetReady();
  // SetStarting takes readiness back, for example while the store is away.
  void SetStarting();
  // SetDraining says that the process is going down: no new work, please.
  void SetDraining();

  // ready says whether traffic should come here.
  bool ready() const { return phase_.load(std::memory_order_acquire) == Phase::kReady; }
  // draining says whether the process is on its way out.
  bool draining() const { return phase_.load(std::memory_order_acquire) == Phase::kDraining; }
  // reason is the word for /readyz: "starting", "ready" or "draining".
  std::string_view reason() const;

 private:
  enum class Phase { kStarting, kReady, kDraining };
  void Leave(Phase next);
  std::atomic<Phase> phase_ = Phase::kStarting;
};

}  // namespace bearward::observe
