#include "telemetry/exporter.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

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
      sender_(std::move(sender)),
      sent_(CounterOf(parts_.metrics, "accepted")),
      lost_(CounterOf(parts_.metrics, "lost")) {
  parts_.metrics.AddComputedCounter(
      "bearward_spans_dropped_total", "Spans that were dropped because too many were waiting.",
      [&spans = parts_.spans] { return static_cast<double>(spans.dropped()); });
}

Exporter::~Exporter() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  static_cast<void>(SendSpans());
  static_cast<void>(SendMetrics());
}

void Exporter::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Exporter::Run(const std::stop_token& stop) {
  std::int64_t metrics_at = 0;  // ticks
  while (!stop.stop_requested()) {
    base::Status status = SendSpans();
    const std::int64_t now = parts_.clock.Ticks();
    if (now >= metrics_at) {
      metrics_at = now + std::chrono::nanoseconds(target_.interval).count();
      if (base::Status sent = SendMetrics(); status) status = std::move(sent);
    }
    Report(status);
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
    base::Status status = first ? Send("/v1/traces", EncodeSpans(resource_, batch)) : first;
    (status ? sent_ : lost_).Add(count);
    first = std::move(status);
  }
  return first;
}

base::Status Exporter::SendMetrics() {
  return Send("/v1/metrics", EncodeMetrics(resource_, parts_.metrics.Read(), parts_.clock.Now()));
}

base::Status Exporter::Send(const char* path, std::string_view body) {
  egress::Post post{target_.url + path, {"Content-Type: application/json"}, body};
  const std::string authorization(target_.authorization.Reveal());
  if (!authorization.empty()) post.headers.push_back("Authorization: " + authorization);
  BW_TRY_ASSIGN(const egress::Response response, sender_.Send(post));
  if (egress::MeaningOf(response) == egress::Meaning::kSuccess) return {};
  return base::Fail(base::Unavailable("collector_refused",
                                      "the collector answered " + std::to_string(response.status)));
}

void Exporter::Report(const base::Status& status) {
  if (status.has_value() != failing_) return;
  failing_ = !status;
  if (failing_) {
    parts_.log.Warn("Telemetry is not accepted.",
                    {{"reason", status.error().reason}, {"detail", status.error().detail}});
  } else {
    parts_.log.Info("Telemetry is accepted again.", {});
  }
}

}  // namespace bearward::telemetry
