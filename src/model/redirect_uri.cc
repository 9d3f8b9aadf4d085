#include "model/redirect_uri.h"

#include <algorithm>

namespace bearward::model {
namespace {

constexpr std::size_t kLongestUri = 2048;
constexpr std::size_t kLongestHost = 253;

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsHostByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '-';
}

bool IsLoopback(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

bool IsPort(std::string_view port, bool loopback) {
  if (port == "*") return loopback;
  if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, IsDigit)) return false;
  int number = 0;
  for (const char c : port) number = number * 10 + (c - '0');
  return number >= 1 && number <= 65535;
}

// IsLabel accepts a label of a host, with one `*` if `wildcard`.
bool IsLabel(std::string_view label, bool wildcard) {
  const auto stars = std::ranges::count(label, '*');
  if (label.empty() || label.size() > 63 || stars > (wildcard ? 1 : 0)) return false;
  return label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return c == '*' || IsHostByte(c); });
}

bool IsHost(std::string_view host) {
  if (IsLoopback(host)) return true;
  if (host.size() > kLongestHost) return false;
  const bool wildcard = host.substr(0, host.find('.')).find('*') != std::string_view::npos;
  std::size_t labels = 0;
  while (true) {
    const std::size_t end = host.find('.');
    if (!IsLabel(host.substr(0, end), labels == 0)) return false;
    ++labels;
    if (end == std::string_view::npos) return !wildcard || labels > 2;
    host.remove_prefix(end + 1);
  }
}

std::string_view HostOf(std::string_view authority) {
  const std::size_t bracket = authority.find(']');
  return authority.substr(0, authority.find(':', bracket == std::string_view::npos ? 0 : bracket));
}

// IsAuthority accepts a host with an optional port.
bool IsAuthority(std::string_view authority) {
  const std::string_view host = HostOf(authority);
  if (!IsHost(host)) return false;
  return host.size() == authority.size() ||
         IsPort(authority.substr(host.size() + 1), IsLoopback(host));
}

// UriParts are the parts of a text that FormOf accepts; the scheme ends with "//", and `port`
// begins with a colon or is empty.
struct UriParts {
  explicit UriParts(std::string_view uri) {
    scheme = uri.substr(0, uri.find("//") + 2);
    uri.remove_prefix(scheme.size());
    const std::string_view authority = uri.substr(0, uri.find_first_of("/?"));
    rest = uri.substr(authority.size());
    host = HostOf(authority);
    port = authority.substr(host.size());
  }
  std::string_view scheme, host, port, rest;
};

// MatchesHost lets a `*` stand for at least one character of the left-most label.
bool MatchesHost(std::string_view registered, std::string_view host) {
  const std::size_t star = registered.find('*');
  if (star == std::string_view::npos) return registered == host;
  const std::string_view before = registered.substr(0, star);
  const std::string_view after = registered.substr(star + 1);
  if (host.size() <= before.size() + after.size()) return false;
  if (!host.starts_with(before) || !host.ends_with(after)) return false;
  return host.substr(before.size(), host.size() - before.size() - after.size()).find('.') ==
         std::string_view::npos;
}

}  // namespace

RedirectForm FormOf(std::string_view text) {
  const auto is_plain = [](char c) { return c > ' ' && c <= '~' && c != '\\' && c != '#'; };
  if (text.size() > kLongestUri || !std::ranges::all_of(text, is_plain)) {
    return RedirectForm::kInvalid;
  }
  const bool https = text.starts_with("https://");
  if (!https && !text.starts_with("http://")) return RedirectForm::kInvalid;
  text.remove_prefix(https ? 8 : 7);
  const std::string_view authority = text.substr(0, text.find_first_of("/?"));
  if (!IsAuthority(authority)) return RedirectForm::kInvalid;
  if (https) return RedirectForm::kHttps;
  const bool address = authority.starts_with("127.0.0.1") || authority.starts_with("[::1]");
  const std::string_view host = authority.substr(0, authority.find(':'));
  return address && (host == "127.0.0.1" || authority.front() == '[') ? RedirectForm::kLoopback
                                                                      : RedirectForm::kHttp;
}

bool IsRedirectUri(std::string_view text) { return FormOf(text) != RedirectForm::kInvalid; }

bool MatchesRedirectUri(std::string_view registered, std::string_view uri) {
  if (!IsRedirectUri(registered) || !IsRedirectUri(uri)) return false;
  const UriParts pattern(registered);
  const UriParts given(uri);
  const auto is_wild = [](std::string_view part) { return part.find('*') != part.npos; };
  if (is_wild(given.host) || is_wild(given.port)) return false;
  const bool same_port = pattern.port == ":*" ? !given.port.empty() : pattern.port == given.port;
  return same_port && pattern.scheme == given.scheme && pattern.rest == given.rest &&
         MatchesHost(pattern.host, given.host);
}

}  // namespace bearward::model
