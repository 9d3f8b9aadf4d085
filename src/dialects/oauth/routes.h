// The rows of OAuth 2.0: the token endpoint, and what is published for everybody.
#pragma once

#include <vector>

#include "dialects/oauth/server.h"
#include "door/route.h"
#include "grant/grant.h"
#include "token/keys.h"
#include "verify/verifier.h"

namespace bearward::dialects::oauth {

// Uses is what the rows call; all but the site must outlive them.
struct Uses {
  grant::Grant& grant;
  verify::Verifier& verifier;
  const token::Keys& keys;
  Site site;
};

// Routes gives the rows, for the default environment and for named ones; `dialect` must outlive
// them. The endpoints are under site.base, the well-known documents at the root, where clients look
// for them (RFC 8414 section 3).
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::oauth
