#include "gateway/target.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"

namespace bearward::gateway {
namespace {

constexpr std::size_t kLongestAddress = 64;

bool IsVisible(char c) { return c > 0x20 && c < 0x7f && c != '#'; }

bool IsAddressByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' ||
         c == ':' || c == '[' || c == ']';
}

}  // namespace

std::optional<std::string_view> ReadUri(std::string_view text) {
  if (!std::ranges::all_of(text, IsVisible)) return std::nullopt;
  return text.substr(0, text.find('?'));
}

std::optional<Target> ReadUrl(std::string_view text) {
  const auto before_query = ReadUri(text);
  if (!before_query) return std::nullopt;
  const std::size_t colon = before_query->find("://");
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view rest = before_query->substr(colon + 3);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  return Target{before_query->substr(0, colon), rest.substr(0, slash), rest.substr(slash)};
}

std::string_view LastHop(std::string_view text) {
  const std::size_t comma = text.rfind(',');
  if (comma != std::string_view::npos) text.remove_prefix(comma + 1);
  text = base::Trim(text);
  const bool usable = text.size() <= kLongestAddress && std::ranges::all_of(text, IsAddressByte);
  return usable ? text : std::string_view();
}

}  // namespace bearward::gateway
