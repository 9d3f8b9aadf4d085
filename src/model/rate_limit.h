// RateLimit: the maximum rate of requests, its text form, and its state as reported to a caller.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/words.h"
#include "model/cell.h"

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

// LimitScope says what the limit is set on: a principal, or from kRequests on a class of requests,
// whose limit is a setting. Requests share a permit by API key (kRequests, kDeletions), by
// environment (kReads, kWrites), or by email address or user (kSignIns, kCodes).
enum class LimitScope : std::uint8_t {
  kKey,
  kClient,
  kOrganization,
  kRequests,
  kReads,
  kWrites,
  kDeletions,
  kSignIns,
  kCodes,
};
inline constexpr std::size_t kLimitScopes = 9;
// kMostLimits is the maximum number of limits of one request: three of its principal, and three
// classes.
inline constexpr std::size_t kMostLimits = 6;

// LimitSet is a set of classes of requests, one bit for each.
using LimitSet = std::uint16_t;
constexpr LimitSet LimitBit(LimitScope scope) {
  return static_cast<LimitSet>(1U << static_cast<unsigned>(scope));
}

// ClassLimits are the limits of the classes of requests; unset: unlimited. Those of the first three
// scopes are not used.
struct ClassLimits {
  std::array<std::optional<RateLimit>, kLimitScopes> by_scope = {};

  std::optional<RateLimit>& operator[](LimitScope scope) {
    return by_scope[static_cast<std::size_t>(scope)];
  }
  const std::optional<RateLimit>& operator[](LimitScope scope) const {
    return by_scope[static_cast<std::size_t>(scope)];
  }
  bool operator==(const ClassLimits&) const = default;
};

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

// IsNearer says whether a caller should see this state instead of the other one.
bool IsNearer(const LimitState& one, const LimitState& other);

// CellOf<RateLimit>: a limit is a text in a column and in JSON.
template <>
struct CellOf<RateLimit> {
  static constexpr Kind kKind = Kind::kText;
  static constexpr bool kNullable = false;
  static Cell Get(const RateLimit& limit) { return RateLimitText(limit); }
  static bool Set(RateLimit& limit, Cell&& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    const auto parsed = text == nullptr ? std::nullopt : ParseRateLimit(*text);
    if (parsed) limit = *parsed;
    return parsed.has_value();
  }
};

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::LimitScope> {
  static constexpr std::array<std::string_view, bearward::model::kLimitScopes> kWords = {
      "key",    "client",    "organization", "requests", "reads",
      "writes", "deletions", "sign_ins",     "codes"};
};
