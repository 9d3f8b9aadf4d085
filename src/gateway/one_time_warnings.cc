#include "gateway/one_time_warnings.h"

namespace bearward::gateway {

void OneTimeWarnings::Once(std::string_view reason, std::string_view what) {
  {
    const std::lock_guard lock(mutex_);
    if (said_.size() >= kMost) return;
    if (!said_.insert(std::string(reason) + " " + std::string(what)).second) return;
  }
  log_.Error("a gateway is misconfigured: its requests are refused",
             {{"reason", reason}, {"what", what}});
}

}  // namespace bearward::gateway
