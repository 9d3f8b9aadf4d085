#include "model/rate_limit.h"

#include <charconv>

namespace bearward::model {
namespace {

constexpr std::string_view kMonitorWord = " monitor";

// TakeNumber removes the digits before `end` from the text; nullopt when they are not a number from
// 1 to `most` in canonical form (no leading zero).
std::optional<std::uint32_t> TakeNumber(std::string_view& text, char end, std::uint32_t most) {
  if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
  std::uint32_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc() || stop == last || *stop != end || number > most) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
  return number;
}

}  // namespace

std::optional<RateLimit> ParseRateLimit(std::string_view text) {
  const auto permits = TakeNumber(text, '/', kMostPermits);
  if (!permits) return std::nullopt;
  const auto window = TakeNumber(text, 's', kLongestWindow);
  if (!window) return std::nullopt;
  if (text.empty()) return RateLimit{*permits, *window, LimitMode::kEnforce};
  if (text == kMonitorWord) return RateLimit{*permits, *window, LimitMode::kMonitor};
  return std::nullopt;
}

std::string RateLimitText(const RateLimit& limit) {
  std::string text = std::to_string(limit.permits) + "/" + std::to_string(limit.window) + "s";
  if (limit.mode == LimitMode::kMonitor) text += kMonitorWord;
  return text;
}

bool IsNearer(const LimitState& one, const LimitState& other) {
  if (one.limit.mode != other.limit.mode) return one.limit.mode == LimitMode::kEnforce;
  if (one.remaining != other.remaining) return one.remaining < other.remaining;
  return one.reset > other.reset;
}

}  // namespace bearward::model
