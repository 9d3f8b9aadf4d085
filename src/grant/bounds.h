// Bounds: the scopes and audiences that a client may have of those that it requests. Pure
// functions, internal to the module.
#pragma once

#include "base/result.h"
#include "grant/grant.h"
#include "model/caller.h"
#include "model/session.h"

namespace bearward::grant {

// UnauthorizedClient is the error for a caller that was not authenticated as a client.
base::Error UnauthorizedClient();

// Agree returns the bounds of a new token of a client: scopes that it has, and resources for which
// it is registered or that are this server. kInvalid "invalid_scope", "invalid_target".
base::Result<model::Bounds> Agree(const model::Principal& client, const AccessRequest& request);

// Narrow returns the bounds of a refreshed token, never more than the original grant (RFC 6749
// section 6, RFC 8707 section 2.2); the same errors.
base::Result<model::Bounds> Narrow(const model::Bounds& granted, const AccessRequest& request);

}  // namespace bearward::grant
