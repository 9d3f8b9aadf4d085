// Challenge: the WWW-Authenticate header of responses that refuse a credential. Internal to door.
#pragma once

#include "base/error.h"
#include "door/reply.h"
#include "door/request_context.h"

namespace bearward::door {

// AddChallenge adds WWW-Authenticate to every 401 (RFC 9110 section 15.5.2) and to refusals of a
// guarded route for missing rights (RFC 6750 section 3), unless the response has it already. The
// scheme is Bearer with the dialect's realm. The challenge has the parameter `error` only for a
// credential that a guarded route checked. It has none when no credential was presented (RFC 6750
// section 3.1), and none on open routes, which refuse a password or a client instead of a token.
void AddChallenge(const RequestContext& context, const base::Error& error, Reply& reply);

}  // namespace bearward::door
