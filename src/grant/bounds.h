// Bounds: what a client may have of what it asks for. Pure, private to the module.
#pragma once

#include "base/result.h"
#include "grant/grant.h"
#include "model/caller.h"
#include "model/session.h"

namespace bearward::grant {

// Agree gives the bounds of a new token of a client: scopes that it holds, resources that it is
// registered for or that are us. kInvalid "invalid_scope", "invalid_target".
base::Result<model::Bounds> Agree(const model::Principal& client, const AccessRequest& request);

// Narrow gives the bounds of a refreshed token, never more than was granted once (RFC 6749 section
// 6, RFC 8707 section 2.2); the same errors.
base::Result<model::Bounds> Narrow(const model::Bounds& granted, const AccessRequest& request);

}  // namespace bearward::grant
