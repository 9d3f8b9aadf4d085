// Retry: what follows from the result of an attempt.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "egress/http_sender.h"

namespace bearward::webhooks {

// Verdict is the meaning of a response, or of its absence. kDelivered is any 2xx. kGone is 410: the
// endpoint is disabled. kSlow says that the receiver has a problem that is not about this event:
// 429, 502, 503, 504, or no connection or no response; then nothing is sent to it for a while.
// kFailed is everything else, such as a redirect: other events are still sent.
enum class Verdict : std::uint8_t { kDelivered, kGone, kSlow, kFailed };
Verdict Judge(const base::Result<egress::Response>& response);

// RetryAt returns the time of the next attempt after `attempts` attempts: the wait begins at five
// seconds, triples with each attempt up to twelve hours, and varies by a fifth. nullopt if
// it is after `until`; then the delivery has failed.
std::optional<base::Time> RetryAt(std::int64_t attempts, base::Time now, base::Time until,
                                  base::Entropy& entropy);

}  // namespace bearward::webhooks
