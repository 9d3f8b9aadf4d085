#include "http/base_url.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "http/ip_address.h"

namespace bearward::http {
namespace {

constexpr std::size_t kLongestHost = 253;

std::unexpected<base::Error> Bad(std::string text) {
  return base::Fail(base::Invalid("bad_url", std::move(text)));
}

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsUnreserved(char c) {
  return IsLetterOrDigit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool IsPort(std::string_view text) {
  unsigned port = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), port);
  return code == std::errc() && end == text.data() + text.size() && text.size() <= 5 && port >= 1 &&
         port <= 65535;
}

// IsAuthority accepts a host with an optional port.
bool IsAuthority(std::string_view text) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return IsHostName(text);
  return IsHostName(text.substr(0, colon)) && IsPort(text.substr(colon + 1));
}

bool IsPath(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment.empty() || segment == "." || segment == "..") return false;
    if (!std::ranges::all_of(segment, IsUnreserved)) return false;
    path.remove_prefix(segment.size());
  }
  return true;
}

}  // namespace

bool IsHostName(std::string_view text) {
  if (text.empty() || text.size() > kLongestHost) return false;
  if (text.starts_with('[')) {
    return text.ends_with(']') && text.contains(':') &&
           IpAddress::Parse(text.substr(1, text.size() - 2)).has_value();
  }
  const auto fits = [](char c) { return IsLetterOrDigit(c) || c == '-' || c == '.' || c == '_'; };
  return std::ranges::all_of(text, fits) && IsLetterOrDigit(text.front()) && !text.contains("..");
}

base::Result<BaseUrl> ParseBaseUrl(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return Bad("begins with neither https:// nor http://");
  }
  if (rest.find_first_of("?#") != std::string_view::npos) {
    return Bad("has a query or a fragment, which is not allowed");
  }
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (!IsAuthority(authority)) {
    return Bad("has no valid host, or a port that is not 1 to 65535, or user information");
  }
  std::string_view path = rest.substr(authority.size());
  if (path.ends_with('/')) path.remove_suffix(1);
  if (!IsPath(path)) {
    return Bad(
        "has a path with an empty or dot segment, or with a character other than letters, "
        "digits and -._~");
  }
  return BaseUrl{std::string(text.substr(0, text.size() - rest.size() + authority.size())),
                 std::string(path)};
}

bool IsOrigin(std::string_view text) {
  const auto url = ParseBaseUrl(text);
  const bool implied = (text.starts_with("http://") && text.ends_with(":80")) ||
                       (text.starts_with("https://") && text.ends_with(":443"));
  return url && url->origin == text && base::Lower(text) == text && !implied;
}

}  // namespace bearward::http
