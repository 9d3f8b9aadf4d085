#include "door/request_metrics.h"

#include <algorithm>
#include <set>
#include <string>

namespace bearward::door {
namespace {

observe::Counter& VerifyCounter(observe::Registry& metrics, std::string result) {
  return metrics.AddCounter("bearward_verify_total", "Credentials verified.",
                            {{"result", std::move(result)}});
}

}  // namespace

RequestMetrics::RequestMetrics(observe::Registry& metrics,
                               const std::vector<const Dialect*>& dialects)
    : duration_(metrics.AddHistogram("bearward_request_duration_seconds",
                                     "Time from a request's arrival to its answer.",
                                     observe::RequestBounds())),
      allowed_(VerifyCounter(metrics, "allow")),
      denied_(VerifyCounter(metrics, "deny")),
      unknown_(VerifyCounter(metrics, "unknown")) {
  for (const Dialect* dialect : dialects) {
    // Two dialects with one name share their counters: the metrics label is the name.
    const auto same = std::ranges::find_if(
        requests_, [dialect](const Requests& row) { return row.dialect->name == dialect->name; });
    ByClass by_class{};
    if (same != requests_.end()) by_class = same->by_class;
    for (std::size_t i = 2; i < kClasses && same == requests_.end(); ++i) {
      by_class[i] = &metrics.AddCounter(
          "bearward_http_requests_total", "Requests answered.",
          {{"dialect", std::string(dialect->name)}, {"status_class", std::to_string(i) + "xx"}});
    }
    requests_.push_back({dialect, by_class});
  }
}

void RequestMetrics::CountRequest(const Dialect& dialect, int status, double seconds) {
  duration_.Observe(seconds);
  const bool known = status >= 200 && status < 600;
  const std::size_t status_class = known ? static_cast<std::size_t>(status / 100) : kClasses - 1;
  for (const Requests& row : requests_) {
    if (row.dialect == &dialect) return row.by_class[status_class]->Add();
  }
}

std::uint64_t RequestMetrics::answered() const {
  std::set<const observe::Counter*> counters;  // two dialects of one name share counters
  for (const Requests& row : requests_) counters.insert(row.by_class.begin(), row.by_class.end());
  counters.erase(nullptr);
  std::uint64_t sum = 0;
  for (const observe::Counter* counter : counters) sum += counter->Value();
  return sum;
}

void RequestMetrics::CountDecision(const verify::Decision& decision) {
  if (decision.allowed()) {
    allowed_.Add();
  } else if (decision.unknown()) {
    unknown_.Add();
  } else {
    denied_.Add();
  }
}

}  // namespace bearward::door
