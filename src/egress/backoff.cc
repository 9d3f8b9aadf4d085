#include "egress/backoff.h"

#include <algorithm>
#include <array>

namespace bearward::egress {

using std::chrono::milliseconds;
using std::chrono::seconds;

seconds PauseOf(std::int64_t failures, const std::optional<seconds>& retry_after) {
  constexpr seconds kFirst{5};
  constexpr seconds kLongest = std::chrono::minutes(10);
  constexpr seconds kLongestAsked = std::chrono::hours(1);
  constexpr std::int64_t kMostSteps = 12;  // more would only repeat the longest pause
  if (retry_after) return std::clamp(*retry_after, seconds(1), kLongestAsked);
  seconds pause = kFirst;
  for (std::int64_t i = 1; i < std::min(failures, kMostSteps); ++i) pause *= 2;
  return std::min(pause, kLongest);
}

milliseconds Jitter(milliseconds wait, base::Entropy& entropy) {
  std::array<std::uint8_t, 2> random{};
  entropy.Fill(random);
  const std::int64_t part = (random[0] << 8) | random[1];
  constexpr std::int64_t kParts = 65'536;
  return wait * 4 / 5 + wait * 2 / 5 * part / kParts;
}

}  // namespace bearward::egress
