// IpAddress: an IPv4 or IPv6 address, and the network that throttles and limits count as one
// client.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::http {

// IpAddress holds 16 bytes. An IPv4 address is stored in its mapped form, ::ffff:a.b.c.d, so that
// both notations of one IPv4 address are equal.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  // Parse parses an address without port, brackets or zone; nullopt for any other text. Does not
  // allocate.
  static std::optional<IpAddress> Parse(std::string_view text);

  bool operator==(const IpAddress&) const = default;
  bool IsIpv4() const;
  // Text formats the address; an IPv4 address in dotted form, also if it was parsed in mapped form.
  std::string Text() const;
};

// NetworkOf returns the network by which a client is counted: an IPv4 address unchanged, an IPv6
// address with the bits beyond its /64 cleared.
IpAddress NetworkOf(const IpAddress& address);

// AddressPrefix returns the text of the network by which throttles, connection limits and
// per-address limits count: an IPv4 address unchanged, an IPv6 address as its /64
// ("2001:db8::/64"), because one customer usually gets at least a /64. An IPv4-mapped address
// counts as that IPv4 address. A text that is not an address (a unix socket has none) is returned
// unchanged.
std::string AddressPrefix(std::string_view address);

}  // namespace bearward::http
