// WorkOS's dialect: JSON errors with a message, and X-Request-Id on every response (contract
// sections 2.2 and 2.3).
#pragma once

#include "door/route.h"

namespace bearward::dialects::workos {

// MakeDialect returns the dialect.
door::Dialect MakeDialect();

}  // namespace bearward::dialects::workos
