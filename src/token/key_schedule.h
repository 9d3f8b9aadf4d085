// KeySchedule: when signing keys are made and how long they sign.
#pragma once

#include <chrono>
#include <cstdint>

namespace bearward::token {

// FirstKey says when the first RSA key of an environment and profile is made, which takes about a
// tenth of a second. With kAtUse a server starts faster.
enum class FirstKey : std::uint8_t { kAtRotation, kAtUse };

// KeySchedule is the schedule of a key: it signs for `signs`, and its successor is published
// `ahead` before it starts to sign.
struct KeySchedule {
  std::chrono::hours signs{24 * 90};
  std::chrono::hours ahead{24 * 7};
  FirstKey first = FirstKey::kAtRotation;
};

}  // namespace bearward::token
