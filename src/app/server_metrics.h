// The counters of the HTTP server and of the log on /metrics.
#pragma once

#include "http/server.h"
#include "observe/log_stream.h"
#include "observe/metrics.h"

namespace bearward::app {

// AddServerMetrics registers them; server and log must live as long as the registry is rendered.
void AddServerMetrics(observe::Registry& metrics, const http::Server& server,
                      const observe::LogStream& log);

}  // namespace bearward::app
