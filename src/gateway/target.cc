#include "gateway/target.h"

#include <cstddef>

#include "base/ascii.h"
#include "base/byte_scan.h"

namespace bearward::gateway {
namespace {

constexpr std::size_t kLongestAddress = 64;

bool IsVisible(std::string_view text) {
  return base::AllBytes(
      text, [](base::Bytes16 bytes) { return base::InRange(bytes, 0x21, 0x7e) & (bytes != '#'); });
}

bool IsMadeOfAddressBytes(std::string_view text) {
  return base::AllBytes(text, [](base::Bytes16 bytes) {
    return base::InRange(bytes, '0', ':') | base::InRange(bytes | 0x20, 'a', 'f') | (bytes == '.') |
           (bytes == '[') | (bytes == ']');
  });
}

}  // namespace

std::optional<std::string_view> ReadUri(std::string_view text) {
  if (!IsVisible(text)) return std::nullopt;
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
  const bool usable = text.size() <= kLongestAddress && IsMadeOfAddressBytes(text);
  return usable ? text : std::string_view();
}

}  // namespace bearward::gateway
