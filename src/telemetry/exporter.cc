#include "telemetry/exporter.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "base/thread_name.h"

namespace bearward::telemetry {
namespace {

constexpr std::chrono::milliseconds kSpanInterval{1'000};

observe::Counter& CounterOf(observe::Registry& metrics, const char* outcome) {
  return metrics.AddCounter("bearward_spans_total",
                            "Spans of requests, by whether the collector accepted them.",
                            {{"outcome", outcome}});
}

}  // namespace

Exporter::Exporter(const Parts& parts, Target target, egress::SenderSettings sender,
                   Resource resource)
    : parts_(parts),
      target_(std::move(target)),
      resource_(std::move(resource)),
      limit_(sender.limits.total),
      sender_(std::move(sender)),
      sent_(CounterOf(parts_.metrics, "accepted")),
      lost_(CounterOf(parts_.metrics, "lost")) {
  parts_.metrics.AddComputedCounter(
      "bearward_spans_dropped_total", "Spans that were dropped because too many were waiting.",
      [&spans = parts_.spans] { return static_cast<double>(spans.dropped()); });
}

Exporter::~Exporter() {
  if (!thread_.joinable()) return;
  end_ = parts_.clock.Ticks() + std::chrono::nanoseconds(limit_).count();
  thread_.request_stop();
  thread_.join();
  static_cast<void>(SendSpans());
  static_cast<void>(SendMetrics());
}

void Exporter::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Exporter::Run(const std::stop_token& stop) {
  base::NameThread("telemetry");
  std::int64_t metrics_at = 0;  // ticks
  while (!stop.stop_requested()) {
    static_cast<void>(SendSpans());
    const std::int64_t now = parts_.clock.Ticks();
    if (now >= metrics_at && !stop.stop_requested()) {
      metrics_at = now + std::chrono::nanoseconds(target_.interval).count();
      static_cast<void>(SendMetrics());
    }
    wake_.Await(stop, kSpanInterval);
  }
}

base::Status Exporter::SendSpans() {
  const std::vector<observe::Span> spans = parts_.spans.Take();
  base::Status first;
  for (std::size_t at = 0; at < spans.size(); at += kBatch) {
    const std::size_t count = std::min(kBatch, spans.size() - at);
    const auto batch = std::span(spans).subspan(at, count);
    // After a failure the rest would fail too, and each attempt takes time.
    base::Status status = first ? Send(traces_, EncodeSpans(resource_, batch)) : first;
    (status ? sent_ : lost_).Add(count);
    first = std::move(status);
  }
  return first;
}

base::Status Exporter::SendMetrics() {
  return Send(metrics_, EncodeMetrics(resource_, parts_.metrics.Read(), parts_.clock.Now()));
}

base::Status Exporter::Send(Signal& signal, std::string_view body) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::nanoseconds(end_ - parts_.clock.Ticks()));
  if (left.count() <= 0) return base::Fail(base::Unavailable("stopped", "the server stops"));
  base::Status status = Post(signal.path, body, left);
  Report(signal, status);
  return status;
}

base::Status Exporter::Post(const char* path, std::string_view body,
                            std::chrono::milliseconds most) {
  egress::Post post{.url = target_.url + path,
                    .headers = {"Content-Type: application/json"},
                    .body = body,
                    .most = most};
  const std::string authorization(target_.authorization.Reveal());
  if (!authorization.empty()) post.headers.push_back("Authorization: " + authorization);
  BW_TRY_ASSIGN(const egress::Response response, sender_.Send(post));
  if (egress::MeaningOf(response) == egress::Meaning::kSuccess) return {};
  return base::Fail(base::Unavailable("collector_refused",
                                      "the collector answered " + std::to_string(response.status)));
}

void Exporter::Report(Signal& signal, const base::Status& status) {
  if (status.has_value() != signal.failing) return;
  signal.failing = !status;
  if (signal.failing) {
    parts_.log.Warn("Telemetry is not accepted.", {{"path", signal.path},
                                                   {"reason", status.error().reason},
                                                   {"detail", status.error().detail}});
  } else {
    parts_.log.Info("Telemetry is accepted again.", {{"path", signal.path}});
  }
}

}  // namespace bearward::telemetry
