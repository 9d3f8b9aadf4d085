// TelemetryConfig: the settings of the export to a collector of OpenTelemetry.
#pragma once

#include <chrono>
#include <string>

#include "base/secret.h"

namespace bearward::app {

// TelemetryConfig: without `url` nothing is exported.
struct TelemetryConfig {
  std::string url;                    // of the collector, without /v1/...
  base::Secret authorization;         // value of the header Authorization; empty: none
  std::string ca_file;                // certificates that may sign that of the collector
  std::chrono::seconds interval{15};  // between two exports of the metrics
  unsigned trace_percent = 100;       // of the requests without a trace context
};

}  // namespace bearward::app
