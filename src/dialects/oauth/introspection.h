// Introspection and revocation: what a token is good for (RFC 7662, RFC 9701), and its end before
// its time (RFC 7009).
#pragma once

#include <vector>

#include "dialects/oauth/server.h"
#include "door/route.h"
#include "grant/grant.h"
#include "token/keys.h"
#include "verify/asking.h"
#include "verify/verifier.h"

namespace bearward::dialects::oauth {

// IntrospectionUses is what the rows call; all but the site must outlive them.
struct IntrospectionUses {
  grant::Grant& grant;
  verify::Verifier& verifier;
  const verify::Asking& asking;
  const token::Keys& keys;
  Site site;
};

// IntrospectionRoutes gives the rows of /oauth2/introspect and /oauth2/revoke, for the default
// environment and for named ones; `dialect` must outlive them.
//
// Every client of the environment may introspect its access tokens and keys, since whoever holds
// one is told as much by GET /v1/whoami; refresh tokens only their own client, lest a resource
// server takes one for an access token. Instead of a client, a bearer that holds "tokens:verify"
// may ask (RFC 7662 section 2.1), such as the environment's key. An answer whose client and token
// are in memory is given on the I/O thread.
std::vector<door::Route> IntrospectionRoutes(const IntrospectionUses& uses,
                                             const door::Dialect& dialect);

}  // namespace bearward::dialects::oauth
