// Introspection (RFC 7662, RFC 9701) and revocation (RFC 7009) of tokens.
#pragma once

#include <vector>

#include "dialects/oauth/server.h"
#include "door/route.h"
#include "grant/grant.h"
#include "token/keys.h"
#include "verify/introspector.h"
#include "verify/verifier.h"

namespace bearward::dialects::oauth {

// IntrospectionUses are the dependencies of the routes; all except `site` must outlive them.
struct IntrospectionUses {
  grant::Grant& grant;
  verify::Verifier& verifier;
  const verify::Introspector& introspector;
  token::Keys& keys;
  Site site;
};

// IntrospectionRoutes returns the routes of /oauth2/introspect and /oauth2/revoke, for the default
// environment and for named ones; `dialect` must outlive them.
//
// A client may introspect its own access tokens and keys. With the permission "tokens:verify" it
// may introspect those of every subject of the environment. A refresh token is active for its own
// client only, so that a resource server cannot mistake one for an access token. Instead of a
// client, a bearer with "tokens:verify" may ask (RFC 7662 section 2.1), such as the environment's
// key. If client and token are in the cache, the I/O thread answers.
std::vector<door::Route> IntrospectionRoutes(const IntrospectionUses& uses,
                                             const door::Dialect& dialect);

}  // namespace bearward::dialects::oauth
