#include "webhooks/retry.h"

#include <algorithm>

#include "egress/backoff.h"

namespace bearward::webhooks {
namespace {

using std::chrono::seconds;

constexpr seconds kFirst{5};
constexpr seconds kLongest = std::chrono::hours(12);
constexpr std::int64_t kMostSteps = 12;  // more would only repeat the longest wait

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
    case egress::Meaning::kRefused:
    case egress::Meaning::kOther:
      break;
  }
  return Verdict::kFailed;
}

std::optional<base::Time> RetryAt(std::int64_t attempts, base::Time now, base::Time until,
                                  base::Entropy& entropy) {
  seconds wait = kFirst;
  for (std::int64_t i = 1; i < std::min(attempts, kMostSteps); ++i) wait *= 3;
  const base::Time at = now + egress::Jitter(std::min(wait, kLongest), entropy);
  if (at > until) return std::nullopt;
  return at;
}

}  // namespace bearward::webhooks
