// Url: the URLs that outgoing requests may have.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/ip_address.h"

namespace bearward::egress {

// Url is what ParseUrl finds in a URL. `address` is set if the host is a literal address.
struct Url {
  bool encrypted = false;  // https
  std::string host;        // as written, an IPv6 address without its brackets
  std::optional<http::IpAddress> address = std::nullopt;
  std::uint16_t port = 0;
};

// ParseUrl parses an absolute http or https URL of at most 2,048 printable ASCII characters,
// without user information and fragment. The host is a DNS name, an IPv4 address of four decimal
// numbers, or an IPv6 address in brackets. Every other form of an address that a resolver might
// accept, such as a single number or an octal one, is refused, so that the host means the same to
// every reader.
std::optional<Url> ParseUrl(std::string_view text);

}  // namespace bearward::egress
