#include "door/rate_limit.h"

#include <string>

namespace bearward::door {

// The policy names are our own constants, so no character needs escaping in a structured-field
// string (RFC 9651 section 3.3.3).
void AddRateLimit(Reply& reply, const model::LimitState& state) {
  const std::string quoted = "\"" + std::string(base::Word(state.scope)) + "\"";
  const std::string quota = std::to_string(state.limit.permits);
  const std::string left = std::to_string(state.remaining);
  const std::string reset = std::to_string(state.reset);
  reply.headers.Add("RateLimit-Policy",
                    quoted + ";q=" + quota + ";w=" + std::to_string(state.limit.window));
  reply.headers.Add("RateLimit", quoted + ";r=" + left + ";t=" + reset);
  reply.headers.Add("X-RateLimit-Limit", quota);
  reply.headers.Add("X-RateLimit-Remaining", left);
  reply.headers.Add("X-RateLimit-Reset", reset);
}

}  // namespace bearward::door
