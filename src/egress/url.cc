#include "egress/url.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace bearward::egress {
namespace {

constexpr std::size_t kLongestUrl = 2048;
constexpr std::size_t kLongestHost = 253;
constexpr std::size_t kLongestLabel = 63;
constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLabel(std::string_view label) {
  const auto is_host_byte = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '-';
  };
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, is_host_byte);
}

// IsNumber says whether a resolver could read a label as a part of an IPv4 address.
bool IsNumber(std::string_view label) {
  const bool is_hex = label.starts_with("0x") || label.starts_with("0X");
  return is_hex || std::ranges::all_of(label, IsDigit);
}

// IsName accepts a DNS name whose last label is no number.
bool IsName(std::string_view host) {
  if (host.size() > kLongestHost) return false;
  while (true) {
    const std::size_t end = host.find('.');
    const std::string_view label = host.substr(0, end);
    if (!IsLabel(label)) return false;
    if (end == std::string_view::npos) return !IsNumber(label);
    host.remove_prefix(end + 1);
  }
}

// inet_pton, behind Parse, accepts neither octal numbers nor fewer than four parts.
bool SetHost(std::string_view host, Url& url) {
  if (host.starts_with('[')) {
    if (host.size() < 2 || host.back() != ']') return false;
    host = host.substr(1, host.size() - 2);
    url.address = host.contains(':') ? http::IpAddress::Parse(host) : std::nullopt;
    if (!url.address) return false;
  } else {
    url.address = host.contains(':') ? std::nullopt : http::IpAddress::Parse(host);
    if (!url.address && !IsName(host)) return false;
  }
  url.host = host;
  return true;
}

bool SetPort(std::string_view text, Url& url) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), url.port);
  return error == std::errc() && end == text.data() + text.size() && url.port > 0 &&
         IsDigit(text.front());
}

}  // namespace

std::optional<Url> ParseUrl(std::string_view text) {
  const auto is_plain = [](char c) { return c > ' ' && c <= '~' && c != '\\' && c != '#'; };
  if (text.size() > kLongestUrl || !std::ranges::all_of(text, is_plain)) return std::nullopt;
  Url url;
  url.encrypted = text.starts_with(kHttps);
  if (!url.encrypted && !text.starts_with(kHttp)) return std::nullopt;
  text.remove_prefix(url.encrypted ? kHttps.size() : kHttp.size());
  const std::string_view authority = text.substr(0, text.find_first_of("/?"));
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (!SetHost(authority.substr(0, colon), url)) return std::nullopt;
  constexpr std::uint16_t kHttpPort = 80;
  constexpr std::uint16_t kHttpsPort = 443;
  url.port = url.encrypted ? kHttpsPort : kHttpPort;
  if (colon != std::string_view::npos && !SetPort(authority.substr(colon + 1), url)) {
    return std::nullopt;
  }
  return url;
}

}  // namespace bearward::egress
