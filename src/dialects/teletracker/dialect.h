// TeleTracker's dialect: its error format and its response ids (contracts: TeleTracker sections 2,
// 6).
#pragma once

#include <string>

#include "base/entropy.h"
#include "door/route.h"

namespace bearward::dialects::teletracker {

// MakeDialect returns the dialect. `entropy` generates the guid of each error and must outlive it.
door::Dialect MakeDialect(base::Entropy& entropy);

}  // namespace bearward::dialects::teletracker
