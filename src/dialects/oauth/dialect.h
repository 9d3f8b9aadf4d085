// OAuth's dialect: the errors of RFC 6749 section 5.2.
#pragma once

#include "dialects/oauth/server.h"

#include "door/route.h"

namespace bearward::dialects::oauth {

// MakeDialect gives the one row of the room; its endpoints are mounted under `base`. An error whose
// reason is one of the codes of OAuth 2.0 is written as that; kUnauthenticated "invalid_client"
// challenges whoever used Basic.
door::Dialect MakeDialect(const Site& site);

}  // namespace bearward::dialects::oauth
