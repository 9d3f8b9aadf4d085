// RateLimit: how often something may be done, as it is written, and what a caller hears of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace bearward::model {

// LimitMode says what happens when nothing is left: refuse, or only count and log.
enum class LimitMode : std::uint8_t { kEnforce, kMonitor };

// kMostPermits and kLongestWindow (31 days, in seconds) bound a limit, so that the arithmetic of a
// bucket stays within 64 bits.
inline constexpr std::uint32_t kMostPermits = 1'000'000'000;
inline constexpr std::uint32_t kLongestWindow = 31 * 24 * 60 * 60;

// RateLimit allows `permits` requests in `window` seconds: as many at once after a rest, and then
// one more every window/permits.
struct RateLimit {
  std::uint32_t permits = 1;
  std::uint32_t window = 1;
  LimitMode mode = LimitMode::kEnforce;

  bool operator==(const RateLimit&) const = default;
};

// ParseRateLimit reads "100/60s", or "100/60s monitor" for one that only watches; nullopt for
// anything else. There is one way to write a limit: no sign, no leading zero, no other unit.
std::optional<RateLimit> ParseRateLimit(std::string_view text);
// RateLimitText writes what ParseRateLimit reads.
std::string RateLimitText(const RateLimit& limit);

// LimitScope says whose limit it is.
enum class LimitScope : std::uint8_t { kKey, kClient, kOrganization };
inline constexpr std::size_t kLimitScopes = 3;

// LimitScopeName gives "key", "client", "organization": the name of the policy in RateLimit-Policy,
// the label of the metric, the word in the log.
std::string_view LimitScopeName(LimitScope scope);

// AppliedLimit is a limit that a principal is under. `bucket` names what all who share the limit
// have in common; no two things have the same.
struct AppliedLimit {
  LimitScope scope = LimitScope::kKey;
  RateLimit limit;
  base::Digest bucket{};

  bool operator==(const AppliedLimit&) const = default;
};

// LimitState is what a caller hears about the limit that it is nearest to the end of. `reset` is
// the number of seconds until the whole quota is there again; with nothing left, until there is one
// permit. `monitored` names a limit that would have refused the request, had it been enforced.
struct LimitState {
  LimitScope scope = LimitScope::kKey;
  RateLimit limit;
  std::uint32_t remaining = 0;
  std::int64_t reset = 0;
  std::optional<LimitScope> monitored;

  bool operator==(const LimitState&) const = default;
};

}  // namespace bearward::model
