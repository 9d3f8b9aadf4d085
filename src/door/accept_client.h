// AcceptClient: the authenticated client of an open route. Token endpoints authenticate the client
// themselves, because its credential is in the body.
#pragma once

#include "base/result.h"
#include "door/call.h"
#include "model/caller.h"
#include "verify/decision.h"

namespace bearward::door {

// AcceptClient returns the client of a decision, or its error. It sets the origin of the request on
// the client, for events, and notes the client and its rate limit on the call, for the log and the
// response headers.
base::Result<model::Caller> AcceptClient(verify::Decision decision, Call& call);

}  // namespace bearward::door
