// The OAuth 2.0 routes: the token endpoint and the public documents.
#pragma once

#include <vector>

#include "dialects/oauth/server.h"
#include "door/route.h"
#include "grant/grant.h"
#include "token/keys.h"
#include "verify/verifier.h"

namespace bearward::dialects::oauth {

// Uses are the dependencies of the routes; all except `site` must outlive them.
struct Uses {
  grant::Grant& grant;
  verify::Verifier& verifier;
  token::Keys& keys;
  Site site;
};

// Routes returns the routes for the default environment and for named ones; `dialect` must outlive
// them. The endpoints are under site.base. The well-known documents are at the root, where clients
// look for them (RFC 8414 section 3).
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::oauth
