// TelemetryConfig: the settings of the export to a collector of OpenTelemetry.
#pragma once

#include <cstdint>
#include <string>

#include "base/secret.h"

namespace bearward::app {

// TelemetryConfig: without `url` nothing is exported.
struct TelemetryConfig {
  std::string url;                     // of the collector, without /v1/...
  base::Secret authorization;          // value of the header Authorization; empty: none
  std::string ca_file;                 // certificates that may sign that of the collector
  std::int64_t interval_seconds = 15;  // between two exports of the metrics
  std::int64_t trace_percent = 100;    // of the requests without a trace context
};

}  // namespace bearward::app
