// The rows for operators: /livez, /readyz, /metrics, /openapi.json.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "door/route.h"
#include "observe/health.h"
#include "observe/metrics.h"

namespace bearward::dialects::v1 {

// OperatorUses is what the rows call; health and metrics must outlive them. `ping` says whether the
// storage can be read and written and tokens can be signed, and may block; `routes` returns the
// joined table once there is one.
struct OperatorUses {
  const observe::Health& health;
  const observe::Registry& metrics;
  std::function<base::Status()> ping;
  std::function<const std::vector<door::Route>&()> routes;
  std::string version;
};

// OperatorRoutes gives the rows, all open; `dialect` must outlive them. /livez answers 200 while
// the process runs; /readyz answers 503 before it is up, while it drains, and while `ping` fails.
std::vector<door::Route> OperatorRoutes(const OperatorUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
