#include "app/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace bearward::app {
namespace {

// The standard streams, the database with its readers, journal and shared memory, and files that
// are read while serving.
constexpr std::size_t kReserved = 96;
// Two listeners and the poller of a loop.
constexpr std::size_t kReservedPerThread = 5;

}  // namespace

std::size_t RaiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  rlimit raised = limit;
  raised.rlim_cur = raised.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) return raised.rlim_cur;
  return limit.rlim_cur;
}

http::Limits FitConnections(const http::Limits& limits, std::size_t descriptors, unsigned threads) {
  const std::size_t reserved = kReserved + kReservedPerThread * threads;
  // If very few descriptors are available, the database has priority.
  const std::size_t available =
      descriptors > 2 * reserved ? descriptors - reserved : descriptors / 4;
  http::Limits fitted = limits;
  fitted.connections = std::min(limits.connections, available);
  const std::size_t half = std::max<std::size_t>(fitted.connections / 2, 1);
  fitted.connections_per_address = std::min(limits.connections_per_address, half);
  return fitted;
}

}  // namespace bearward::app
