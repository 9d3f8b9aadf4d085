// The request and response formats of the token endpoint (RFC 6749 sections 4.4, 5.1 and 6).
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "dialects/oauth/form.h"
#include "dialects/oauth/server.h"
#include "door/reply.h"
#include "grant/grant.h"

namespace bearward::dialects::oauth {

// DecodeAccess reads scope and resource: kInvalid "invalid_scope" for a scope with invalid syntax
// (section 3.3). The grant decides whether the client may have them.
base::Result<grant::AccessRequest> DecodeAccess(const Form& form, const Server& server);

// EncodeAccess writes access_token, token_type, expires_in, scope and refresh_token.
door::Reply EncodeAccess(const grant::Access& access, base::Time now);

}  // namespace bearward::dialects::oauth
