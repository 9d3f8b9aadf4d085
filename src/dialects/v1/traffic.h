// The route of /v1/traffic.
#pragma once

#include <vector>

#include "door/route.h"
#include "observe/metrics.h"
#include "policies/gateway_use.h"
#include "verify/installation.h"

namespace bearward::dialects::v1 {

// TrafficUses are the dependencies of the route, which they must outlive.
struct TrafficUses {
  const observe::Registry& metrics;
  policies::GatewayUse& gateway_use;
  verify::DefaultEnvironment find_default;
};

// TrafficRoutes returns the route, for callers that pass verify::CheckInstallation; the dialect
// must outlive it. Unlike /metrics it is served also if the operators have a listener of their own.
std::vector<door::Route> TrafficRoutes(TrafficUses uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
