#include "webhooks/retry.h"

#include <algorithm>
#include <array>

namespace bearward::webhooks {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kFirst{5};
constexpr seconds kLongest = std::chrono::hours(12);
constexpr seconds kLongestPause = std::chrono::minutes(10);
constexpr seconds kLongestAsked = std::chrono::hours(1);
constexpr std::int64_t kMostSteps = 12;  // more would only repeat the longest wait

// Jitter returns a wait between four and six fifths of `wait`.
milliseconds Jitter(milliseconds wait, base::Entropy& entropy) {
  std::array<std::uint8_t, 2> random{};
  entropy.Fill(random);
  const std::int64_t part = (random[0] << 8) | random[1];
  constexpr std::int64_t kParts = 65'536;
  return wait * 4 / 5 + wait * 2 / 5 * part / kParts;
}

}  // namespace

Verdict Judge(const base::Result<egress::Response>& response) {
  if (!response) {
    return response.error().code == base::Code::kUnavailable ? Verdict::kSlow : Verdict::kFailed;
  }
  switch (egress::MeaningOf(*response)) {
    case egress::Meaning::kSuccess:
      return Verdict::kDelivered;
    case egress::Meaning::kGone:
      return Verdict::kGone;
    case egress::Meaning::kBusy:
      return Verdict::kSlow;
    case egress::Meaning::kOther:
      break;
  }
  return Verdict::kFailed;
}

std::optional<base::Time> RetryAt(std::int64_t attempts, base::Time now, base::Time until,
                                  base::Entropy& entropy) {
  seconds wait = kFirst;
  for (std::int64_t i = 1; i < std::min(attempts, kMostSteps); ++i) wait *= 3;
  const base::Time at = now + Jitter(std::min(wait, kLongest), entropy);
  if (at > until) return std::nullopt;
  return at;
}

seconds PauseOf(std::int64_t failures, const std::optional<seconds>& retry_after) {
  if (retry_after) return std::clamp(*retry_after, seconds(1), kLongestAsked);
  seconds pause = kFirst;
  for (std::int64_t i = 1; i < std::min(failures, kMostSteps); ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

}  // namespace bearward::webhooks
