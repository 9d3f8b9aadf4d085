// WorkOS's dialect: JSON errors with a message, and X-Request-Id on every response (contract
// sections 2.2 and 2.3).
#pragma once

#include "door/route.h"

namespace bearward::dialects::workos {

// MakeDialect returns the dialect.
door::Dialect MakeDialect();

// UserKeyErrors is the shape of the errors of POST /user_management/users/{user_id}/api_keys.
const door::ErrorShape& UserKeyErrors();

}  // namespace bearward::dialects::workos
