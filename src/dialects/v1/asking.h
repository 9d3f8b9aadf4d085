// The introspection routes: POST /v1/verify and /v1/verify/batch verify third-party credentials.
#pragma once

#include <vector>

#include "door/route.h"
#include "verify/asking.h"

namespace bearward::dialects::v1 {

// AskingUses are the dependencies of the routes; they must outlive the routes.
struct AskingUses {
  const verify::Asking& asking;
};

// AskingRoutes returns the routes; `dialect` must outlive them. They require the permission
// "tokens:verify", which an environment's key has. On a cache hit the I/O thread answers. A storage
// failure is 503, also for a whole batch.
std::vector<door::Route> AskingRoutes(const AskingUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
