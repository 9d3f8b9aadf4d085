#include "observe/trace_context.h"

#include <algorithm>
#include <span>

namespace bearward::observe {
namespace {

// The fields of version 00: "00-", 32 digits, "-", 16 digits, "-", 2 digits.
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kParentAt = 36;
constexpr std::size_t kFlagsAt = 53;
constexpr std::size_t kLength = 55;
constexpr std::uint8_t kSampled = 1;

// DigitOf returns the value of a lower-case hexadecimal digit, or -1.
int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool ReadHex(std::string_view text, std::span<std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = DigitOf(text[2 * i]);
    const int low = DigitOf(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);  // two digits fit
  }
  return true;
}

bool IsZero(std::span<const std::uint8_t> bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(std::string_view value) {
  if (value.size() < kLength || value[2] != '-' || value[kParentAt - 1] != '-' ||
      value[kFlagsAt - 1] != '-') {
    return std::nullopt;
  }
  std::array<std::uint8_t, 1> version{};
  std::array<std::uint8_t, 1> flags{};
  TraceContext context;
  if (!ReadHex(value, version) || !ReadHex(value.substr(kTraceAt), context.trace) ||
      !ReadHex(value.substr(kParentAt), context.parent) ||
      !ReadHex(value.substr(kFlagsAt), flags)) {
    return std::nullopt;
  }
  const bool has_more = value.size() > kLength;
  if (version[0] == 0xff || (has_more && (version[0] == 0 || value[kLength] != '-'))) {
    return std::nullopt;
  }
  if (IsZero(context.trace) || IsZero(context.parent)) return std::nullopt;
  context.sampled = (flags[0] & kSampled) != 0;
  return context;
}

}  // namespace bearward::observe
