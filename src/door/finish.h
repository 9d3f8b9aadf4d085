// Finish: the last step of every request, for success and failure. Internal to door.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "door/reply.h"
#include "door/request_context.h"
#include "observe/log.h"
#include "observe/spans.h"

namespace bearward::door {

// WriteError calls the error table of the route or the dialect and adds the headers common to all
// errors. Never throws: returns a bare 500 when the dialect throws.
Reply WriteError(const RequestContext& context, const base::Error& error);

// Dress adds the headers common to all dialects: Cache-Control where a credential was verified or
// refused, X-Request-Id, X-Content-Type-Options, and the rate-limit headers when a limit applied.
// `error` is nullptr on success.
void Dress(const RequestContext& context, const base::Error* error, Reply& reply);

// Sinks receive what is noted about a request. Without `spans` no trace is recorded. From a
// duration of `slow` on, without the delay of a failed sign-in, the line has level warn; zero:
// none.
struct Sinks {
  observe::Logger& log;
  observe::Spans* spans;
  std::chrono::nanoseconds slow;
};

// Note writes the request line, and records the span of the request.
void Note(const RequestContext& context, const base::Error* error, const Reply& reply,
          std::string_view route, std::int64_t duration_ns, const Sinks& sinks);

}  // namespace bearward::door
