// Server metrics: the counters of the HTTP server and of the log on /metrics.
#pragma once

#include "http/server.h"
#include "observe/log_stream.h"
#include "observe/metrics.h"

namespace bearward::app {

// AddServerMetrics registers the counters; server and log must outlive the last rendering of the
// registry.
void AddServerMetrics(observe::Registry& metrics, const http::Server& server,
                      const observe::LogStream& log);

}  // namespace bearward::app
