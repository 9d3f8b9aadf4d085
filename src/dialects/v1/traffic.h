// The route of /v1/traffic.
#pragma once

#include <vector>

#include "dialects/v1/installation.h"
#include "door/route.h"
#include "observe/metrics.h"

namespace bearward::dialects::v1 {

// TrafficUses are the dependencies of the route; the metrics must outlive it.
struct TrafficUses {
  const observe::Registry& metrics;
  DefaultEnvironment find_default;
};

// TrafficRoutes returns the route, for callers that pass CheckInstallation; the dialect must
// outlive it. Unlike /metrics it is served also if the operators have a listener of their own.
std::vector<door::Route> TrafficRoutes(TrafficUses uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
