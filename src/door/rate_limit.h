// Rate limit: how an answer tells its client about a limit.
#pragma once

#include "door/reply.h"
#include "model/rate_limit.h"

namespace bearward::door {

// AddRateLimit adds RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10), and
// for the clients that know only those X-RateLimit-Limit, -Remaining and -Reset, the last one in
// seconds from now. The door does so for every row that it guards; rows that ask the verifier
// themselves do it with what Decision::limit says.
void AddRateLimit(Reply& reply, const model::LimitState& state);

}  // namespace bearward::door
