// Exporter: sends spans and metrics to a collector, on a thread of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/wake_signal.h"
#include "egress/http_sender.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "observe/spans.h"
#include "telemetry/otlp.h"

namespace bearward::telemetry {

// Exporter sends the spans about once a second and the metrics in each interval. What the collector
// does not accept is dropped: the next metrics contain all counts again, and lost spans are in
// bearward_spans_total.
class Exporter {
 public:
  // Target is the collector. `url` is without the path /v1/...; `authorization` is the value of the
  // header, empty for none.
  struct Target {
    std::string url;
    base::Secret authorization;
    std::chrono::seconds interval{15};
  };
  struct Parts {
    observe::Spans& spans;
    observe::Registry& metrics;
    observe::Logger& log;
    const base::Clock& clock;
  };
  // The constructor registers its metrics. The parts must outlive the exporter.
  Exporter(const Parts& parts, Target target, egress::SenderSettings sender, Resource resource);
  // ~Exporter sends what is waiting if Start was called. It takes at most the time limit of
  // `sender`, together with the request that is being sent; what is left then is lost.
  ~Exporter();
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  // Start begins to send. Without it, tests call SendSpans and SendMetrics.
  void Start();
  // SendSpans sends the waiting spans, at most kBatch in one request. SendMetrics sends all
  // metrics. Both log the begin and the end of failures, and return the first failure: those of
  // HttpSender, and kUnavailable "collector_refused" for a status that is not 2xx or "stopped" when
  // the time of the destructor has passed.
  base::Status SendSpans();
  base::Status SendMetrics();

  static constexpr std::size_t kBatch = 512;

 private:
  // Signal is a kind of telemetry, with the outcome of its last request.
  struct Signal {
    const char* path;
    bool failing = false;
  };
  void Run(const std::stop_token& stop);
  base::Status Send(Signal& signal, std::string_view body);
  base::Status Post(const char* path, std::string_view body, std::chrono::milliseconds most);
  void Report(Signal& signal, const base::Status& status);

  Parts parts_;
  const Target target_;
  const Resource resource_;
  const std::chrono::milliseconds limit_;
  egress::HttpSender sender_;
  observe::Counter& sent_;
  observe::Counter& lost_;
  Signal traces_{"/v1/traces"};
  Signal metrics_{"/v1/metrics"};
  // end_ is the tick after which nothing is sent; the destructor sets it.
  std::atomic<std::int64_t> end_ = std::numeric_limits<std::int64_t>::max();
  base::WakeSignal wake_;
  std::jthread thread_;
};

}  // namespace bearward::telemetry
