// Exporter: sends spans and metrics to a collector, on a thread of its own.
#pragma once

#include <chrono>
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
  // ~Exporter sends what is waiting if Start was called. It takes at most twice the time limit of
  // `sender`.
  ~Exporter();
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  // Start begins to send. Without it, tests call SendSpans and SendMetrics.
  void Start();
  // SendSpans sends the waiting spans, at most kBatch in one request. SendMetrics sends all
  // metrics. Both return the first failure: those of HttpSender, and kUnavailable
  // "collector_refused" for a status that is not 2xx.
  base::Status SendSpans();
  base::Status SendMetrics();

  static constexpr std::size_t kBatch = 512;

 private:
  void Run(const std::stop_token& stop);
  base::Status Send(const char* path, std::string_view body);
  // Report logs the begin and the end of failures.
  void Report(const base::Status& status);

  Parts parts_;
  const Target target_;
  const Resource resource_;
  egress::HttpSender sender_;
  observe::Counter& sent_;
  observe::Counter& lost_;
  bool failing_ = false;
  base::WakeSignal wake_;
  std::jthread thread_;
};

}  // namespace bearward::telemetry
