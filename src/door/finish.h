// Finish: the last step for every request, whatever became of it. Internal to door.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "door/passage.h"
#include "door/reply.h"
#include "observe/log.h"

namespace bearward::door {

// WriteError lets the dialect speak. It does not throw: a dialect that does is answered for by a
// bare 500.
Reply WriteError(const Passage& passage, const base::Error& error);

// Dress adds the headers that every dialect owes: Cache-Control where credentials are judged,
// X-Request-Id, X-Content-Type-Options, and those of a rate limit where one was spent from. `error`
// is nullptr when all went well.
void Dress(const Passage& passage, const base::Error* error, Reply& reply);

// Note writes the request line.
void Note(const Passage& passage, const base::Error* error, const Reply& reply,
          std::string_view route, std::int64_t duration_ns, observe::Logger& logger);

}  // namespace bearward::door
