// Otlp: the JSON form of the OpenTelemetry protocol, version 1 (opentelemetry-proto, "OTLP/HTTP").
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "observe/metrics.h"
#include "observe/spans.h"

namespace bearward::telemetry {

// Resource is the process that sends. `instance` is unique among the processes of an installation.
struct Resource {
  std::string version;
  std::string instance;
  base::Time started;
};

// EncodeSpans returns the body of a POST to /v1/traces.
std::string EncodeSpans(const Resource& resource, std::span<const observe::Span> spans);
// EncodeMetrics returns the body of a POST to /v1/metrics. Counters and histograms are cumulative
// since the start.
std::string EncodeMetrics(const Resource& resource,
                          const std::vector<observe::Registry::Reading>& readings, base::Time now);

}  // namespace bearward::telemetry
