#include "http/client_address.h"

#include <algorithm>
#include <ranges>

#include "base/ascii.h"

namespace bearward::http {
namespace {

constexpr std::string_view kForwardedFor = "X-Forwarded-For";
constexpr std::string_view kForwarded = "Forwarded";
constexpr std::size_t kLongestPort = 5;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsPort(std::string_view text) {
  if (text.starts_with('_')) {  // obfport
    return text.size() > 1 && std::ranges::all_of(text.substr(1), [](char c) {
             return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                    c == '_' || c == '-';
           });
  }
  return !text.empty() && text.size() <= kLongestPort && std::ranges::all_of(text, IsDigit);
}

// TakeLast removes the element after the last separator outside quotes from the end of a list and
// returns it. The list is read from the right, so that an unclosed quote on the left, which a
// client can send, cannot hide what a proxy has appended.
std::string_view TakeLast(std::string_view& list, char separator) {
  bool quoted = false;
  std::size_t at = list.size();
  while (at > 0 && (quoted || list[at - 1] != separator)) {
    if (list[at - 1] == '"') quoted = !quoted;
    --at;
  }
  const std::string_view last = base::Trim(list.substr(at));
  list = list.substr(0, at == 0 ? 0 : at - 1);
  return last;
}

// Unquoted returns the text inside quotes, or a text without quotes unchanged. Addresses contain no
// escapes, so escapes are not decoded.
std::optional<std::string_view> Unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  if (value.contains('"') || value.contains('\\')) return std::nullopt;
  return value;
}

// NodeOf returns the address of a forwarded-element: the value of its only "for" parameter.
std::optional<std::string_view> NodeOf(std::string_view element) {
  std::optional<std::string_view> node;
  while (!element.empty()) {
    const std::string_view pair = TakeLast(element, ';');
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !base::EqualsIgnoreCase(pair.substr(0, equals), "for"))
      continue;
    if (node) return std::nullopt;
    const auto value = Unquoted(pair.substr(equals + 1));
    if (!value) return std::nullopt;
    node = ReadForwardedNode(*value);
    if (!node) return std::nullopt;
  }
  return node;
}

// LastUntrusted returns the client according to one header; the peer if the header has no usable
// hop.
template <class ReadHop>
std::string_view LastUntrusted(const Request& request, const TrustedProxies& trusted,
                               std::string_view name, ReadHop read_hop) {
  std::string_view client = request.peer;
  for (const Header& line : request.headers | std::views::reverse) {
    if (!base::EqualsIgnoreCase(line.name, name)) continue;
    std::string_view list = line.value;
    while (!list.empty()) {
      const std::string_view element = TakeLast(list, ',');
      if (element.empty()) continue;  // RFC 9110 section 5.6.1.2
      const std::optional<std::string_view> hop = read_hop(element);
      if (!hop) return client;
      client = *hop;
      if (!trusted.Contains(client)) return client;
    }
  }
  return client;
}

}  // namespace

std::optional<std::string_view> ReadForwardedNode(std::string_view node) {
  std::string_view address = node;
  std::string_view rest;
  if (node.starts_with('[')) {
    const std::size_t end = node.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    address = node.substr(1, end - 1);
    rest = node.substr(end + 1);
    if (!address.contains(':')) return std::nullopt;
  } else if (std::ranges::count(node, ':') == 1) {  // several: IPv6 without a port
    address = node.substr(0, node.find(':'));
    rest = node.substr(address.size());
  }
  if (!rest.empty() && (rest.front() != ':' || !IsPort(rest.substr(1)))) return std::nullopt;
  if (!IpAddress::Parse(address)) return std::nullopt;
  return address;
}

std::string_view FindClientAddress(const Request& request, const TrustedProxies& trusted) {
  if (!trusted.Contains(request.peer)) return request.peer;
  const bool has_first = request.Count(kForwardedFor) > 0;
  const bool has_second = request.Count(kForwarded) > 0;
  const std::string_view first =
      has_first ? LastUntrusted(request, trusted, kForwardedFor, ReadForwardedNode) : request.peer;
  if (!has_second) return first;
  const std::string_view second = LastUntrusted(request, trusted, kForwarded, NodeOf);
  if (!has_first || IpAddress::Parse(first) == IpAddress::Parse(second)) return second;
  return request.peer;
}

}  // namespace bearward::http
