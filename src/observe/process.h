// Process: what the operating system reports about this process, under the names that Prometheus
// client libraries use.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "observe/metrics.h"

namespace bearward::observe {

// ProcessUsage is the resource usage of the process at one moment. A value that the system does not
// report is 0.
struct ProcessUsage {
  double resident_bytes = 0;
  double cpu_seconds = 0;  // user and system time
  double open_fds = 0;
  double max_fds = 0;  // the soft limit
};

// ReadProcessUsage reads the usage from /proc/self and the resource limits. It does not fail.
ProcessUsage ReadProcessUsage();

// AddProcessMetrics registers process_resident_memory_bytes, process_cpu_seconds_total,
// process_open_fds, process_max_fds and process_start_time_seconds.
void AddProcessMetrics(Registry& metrics, base::Time started_at);

}  // namespace bearward::observe
