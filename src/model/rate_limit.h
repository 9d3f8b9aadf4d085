// RateLimit: the maximum rate of requests, its text form, and its state as reported to a caller.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/words.h"

namespace bearward::model {

// LimitMode says what happens to a request beyond the limit: it is refused, or only counted and
// logged.
enum class LimitMode : std::uint8_t { kEnforce, kMonitor };

// kMostPermits and kLongestWindow (31 days, in seconds) are the maxima of a limit. They keep the
// arithmetic of a bucket within 64 bits.
inline constexpr std::uint32_t kMostPermits = 1'000'000'000;
inline constexpr std::uint32_t kLongestWindow = 31 * 24 * 60 * 60;

// RateLimit allows `permits` requests in `window` seconds: a burst of `permits` from a full bucket,
// then one more every window/permits seconds.
struct RateLimit {
  std::uint32_t permits = 1;
  std::uint32_t window = 1;
  LimitMode mode = LimitMode::kEnforce;

  bool operator==(const RateLimit&) const = default;
};

// ParseRateLimit parses "100/60s", or "100/60s monitor" for kMonitor; nullopt for anything else.
// The text form of a limit is unique: no sign, no leading zero, no other unit.
std::optional<RateLimit> ParseRateLimit(std::string_view text);
// RateLimitText returns the text form that ParseRateLimit accepts.
std::string RateLimitText(const RateLimit& limit);

// LimitScope says what the limit is set on.
enum class LimitScope : std::uint8_t { kKey, kClient, kOrganization };
inline constexpr std::size_t kLimitScopes = 3;

// AppliedLimit is a limit that applies to a principal. All principals that share the limit have the
// same `bucket`; different limits have different buckets.
struct AppliedLimit {
  LimitScope scope = LimitScope::kKey;
  RateLimit limit;
  base::Digest bucket{};

  bool operator==(const AppliedLimit&) const = default;
};

// LimitState is the state of the limit with the least remaining quota, as reported to the caller.
// `reset` is the number of seconds until the full quota is available; with nothing remaining, until
// one permit is available. `monitored` is the scope of a kMonitor limit that would have refused the
// request.
struct LimitState {
  LimitScope scope = LimitScope::kKey;
  RateLimit limit;
  std::uint32_t remaining = 0;
  std::int64_t reset = 0;
  std::optional<LimitScope> monitored;

  bool operator==(const LimitState&) const = default;
};

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::LimitScope> {
  static constexpr std::array<std::string_view, 3> kWords = {"key", "client", "organization"};
};
