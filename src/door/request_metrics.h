// RequestMetrics: the door's request metrics. Internal to door.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "door/route.h"
#include "observe/metrics.h"
#include "verify/decision.h"

namespace bearward::door {

// RequestMetrics holds the metric series of the door, so that counting needs no lookup by label.
class RequestMetrics {
 public:
  RequestMetrics(observe::Registry& metrics, const std::vector<const Dialect*>& dialects);

  // CountRequest counts an answered request: bearward_http_requests_total{dialect,status_class} and
  // bearward_request_duration_seconds.
  void CountRequest(const Dialect& dialect, int status, double seconds);
  // answered returns the sum of bearward_http_requests_total over all dialects and statuses.
  std::uint64_t answered() const;
  // CountDecision counts a decision of the verifier: bearward_verify_total{result}.
  void CountDecision(const verify::Decision& decision);

 private:
  static constexpr std::size_t kClasses = 6;  // status / 100; invalid statuses count as 5xx
  using ByClass = std::array<observe::Counter*, kClasses>;
  struct Requests {
    const Dialect* dialect;
    ByClass by_class;
  };

  std::vector<Requests> requests_;
  observe::Histogram& duration_;
  observe::Counter& allowed_;
  observe::Counter& denied_;
  observe::Counter& unknown_;
};

}  // namespace bearward::door
