// OAuth's dialect: the errors of RFC 6749 section 5.2.
#pragma once

#include "door/route.h"

namespace bearward::dialects::oauth {

// MakeDialect gives the one row of the room. An error whose reason is one of the codes of OAuth 2.0
// is written as that; kUnauthenticated "invalid_client" challenges whoever used Basic.
door::Dialect MakeDialect();

}  // namespace bearward::dialects::oauth
