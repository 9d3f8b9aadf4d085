// Every text that ParseRateLimit accepts must be within the maxima and equal its own RateLimitText.
#include "base/digest.h"
#include "model/rate_limit.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward::model;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto limit = ParseRateLimit(text);
  if (!limit) return 0;
  if (limit->permits < 1 || limit->permits > kMostPermits) __builtin_trap();
  if (limit->window < 1 || limit->window > kLongestWindow) __builtin_trap();
  if (RateLimitText(*limit) != text) __builtin_trap();
  return 0;
}
