// The OAuth dialect: the error responses of RFC 6749 section 5.2.
#pragma once

#include "dialects/oauth/server.h"

#include "door/route.h"

namespace bearward::dialects::oauth {

// MakeDialect returns the dialect of this module; its endpoints are mounted under site.base. An
// error whose reason is an OAuth 2.0 error code is written with that code. A 401 has a challenge:
// Bearer if the request used that scheme, else Basic.
door::Dialect MakeDialect(const Site& site);

}  // namespace bearward::dialects::oauth
