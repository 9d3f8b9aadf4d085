// Rate limit: the response headers that report a rate limit to the client.
#pragma once

#include "door/reply.h"
#include "model/rate_limit.h"

namespace bearward::door {

// AddRateLimit adds RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10), and
// for older clients X-RateLimit-Limit, -Remaining and -Reset. Reset is in seconds from now. The
// door calls this for every guarded route; open routes that call the verifier themselves pass
// Decision::limit.
void AddRateLimit(Reply& reply, const model::LimitState& state);

}  // namespace bearward::door
