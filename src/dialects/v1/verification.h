// The introspection routes: POST /v1/verify and /v1/verify/batch verify third-party credentials.
#pragma once

#include <vector>

#include "door/route.h"
#include "verify/introspector.h"

namespace bearward::dialects::v1 {

// VerificationUses are the dependencies of the routes; they must outlive the routes.
struct VerificationUses {
  const verify::Introspector& introspector;
};

// VerificationRoutes returns the routes; `dialect` must outlive them. They require the permission
// "tokens:verify", which an environment's key has. On a cache hit the I/O thread answers. A storage
// failure is 503, also for a whole batch.
std::vector<door::Route> VerificationRoutes(const VerificationUses& uses,
                                            const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
