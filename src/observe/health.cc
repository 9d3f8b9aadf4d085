#include "observe/health.h"

namespace bearward::observe {

void Health::SetReady() { Leave(Phase::kReady); }

void Health::SetStarting() { Leave(Phase::kStarting); }

void Health::SetDraining() { phase_.store(Phase::kDraining, std::memory_order_release); }

void Health::Leave(Phase next) {
  Phase now = phase_.load(std::memory_order_acquire);
  while (now != Phase::kDraining &&
         !phase_.compare_exchange_weak(now, next, std::memory_order_acq_rel)) {
  }
}

std::string_view Health::reason() const {
  switch (phase_.load(std::memory_order_acquire)) {
    case Phase::kStarting:
      return "starting";
    case Phase::kReady:
      return "ready";
    case Phase::kDraining:
      return "draining";
  }
  return "starting";
}

}  // namespace bearward::observe
