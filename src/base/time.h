// Time: UTC instants in milliseconds, and the text formats of the APIs.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::base {

// Time is a UTC instant with millisecond resolution; the store keeps it as an integer.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// ToMillis and FromMillis convert to and from milliseconds since 1970-01-01 UTC.
std::int64_t ToMillis(Time time);
Time FromMillis(std::int64_t millis);
// ToSeconds returns whole seconds since 1970, rounded down: JWT NumericDate (RFC 7519 section 2).
std::int64_t ToSeconds(Time time);

// FormatIsoMillis writes 2031-05-06T07:08:09.123Z (WorkOS and Bearward's own API).
std::string FormatIsoMillis(Time time);
// FormatIsoOffset writes 2031-05-06T07:08:09+00:00 (TeleTracker).
std::string FormatIsoOffset(Time time);
// FormatIsoLocal writes 2031-05-06T07:08:09.12 with no zone and trailing zeros dropped
// (WorkMobile).
std::string FormatIsoLocal(Time time);
// FormatHttpDate writes an IMF-fixdate (RFC 9110 section 5.6.7).
std::string FormatHttpDate(Time time);

// ParseIso parses YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, optionally followed by a point with 1 to 3
// digits and then by Z or an offset (+HH:MM); nullopt for any other text. Without an offset the
// time is UTC.
std::optional<Time> ParseIso(std::string_view text);

}  // namespace bearward::base
