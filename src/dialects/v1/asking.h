// The rows that answer about the credentials of others: POST /v1/verify and /v1/verify/batch.
#pragma once

#include <vector>

#include "door/route.h"
#include "verify/asking.h"

namespace bearward::dialects::v1 {

// AskingUses is what the rows call; it must outlive them.
struct AskingUses {
  const verify::Asking& asking;
};

// AskingRoutes gives the rows; `dialect` must outlive them. They ask for the permission
// "tokens:verify", which an environment's key holds. A question whose answer is in memory is
// answered on the I/O thread; a storage failure is 503, also for a whole batch.
std::vector<door::Route> AskingRoutes(const AskingUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
