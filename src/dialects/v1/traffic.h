// The route of /v1/traffic.
#pragma once

#include <vector>

#include "door/route.h"
#include "observe/metrics.h"

namespace bearward::dialects::v1 {

// TrafficRoutes returns the route; the metrics and the dialect must outlive it. Unlike /metrics it
// is served also if the operators have a listener of their own, to callers that act for an
// environment: kDenied "not_the_environment".
std::vector<door::Route> TrafficRoutes(const observe::Registry& metrics,
                                       const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
