// Refresh rule: what a refresh token of some generation means to its session. Pure, private to the
// module.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/time.h"
#include "model/session.h"

namespace bearward::grant {

// Spending is the answer.
enum class Spending : std::uint8_t {
  kRotate,  // the token is the live one: spend it
  kRepeat,  // spent just now: the same successor again (a lost answer, a parallel refresh)
  kStale,   // refused, and nothing is ended: the session cannot have come from this token alone
  kReuse,   // refused, and the session ends: two parties hold its tokens
};

// JudgeSpending compares the token's generation with the session's. `window` is how long after a
// rotation the token before still counts as a repetition, the last instant included; zero is none.
Spending JudgeSpending(std::int64_t generation, const model::Session& session, base::Time now,
                       std::chrono::seconds window);

}  // namespace bearward::grant
