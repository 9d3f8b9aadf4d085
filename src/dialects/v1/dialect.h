// Our own dialect: problem+json, and the answer for every path that belongs to nobody.
#pragma once

#include "door/route.h"

namespace bearward::dialects::v1 {

// MakeDialect gives the dialect's row.
door::Dialect MakeDialect();

}  // namespace bearward::dialects::v1
