// Refresh rule: the effect of a refresh token of some generation on its session. Pure function,
// internal to the module.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/time.h"
#include "model/session.h"

namespace bearward::grant {

// Spending is the result.
enum class Spending : std::uint8_t {
  kRotate,  // the token is the current one: spend it
  kRepeat,  // spent recently: the same successor (a lost response, a parallel refresh)
  kStale,   // refused, no session ends: the token alone cannot explain the session's state
  kReuse,   // refused, and the session ends: two parties have its tokens
};

// JudgeSpending compares the token's generation with the session's. `window` is the time after a
// rotation in which the previous token counts as a repetition, including the last instant; zero:
// never.
Spending JudgeSpending(std::int64_t generation, const model::Session& session, base::Time now,
                       std::chrono::seconds window);

}  // namespace bearward::grant
