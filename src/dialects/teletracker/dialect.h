// TeleTracker's dialect: its error shape and its reply ids (contracts: TeleTracker sections 2, 6).
#pragma once

#include <string>

#include "base/entropy.h"
#include "door/route.h"

namespace bearward::dialects::teletracker {

// MakeDialect gives the dialect's row. `entropy` makes the guid of each error and must outlive it.
door::Dialect MakeDialect(base::Entropy& entropy);

}  // namespace bearward::dialects::teletracker
