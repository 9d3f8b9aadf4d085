// IpAddress: an IPv4 or IPv6 address, and the network that throttles and caps count as one client.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::http {

// IpAddress holds 16 bytes; an IPv4 address is in its mapped form, ::ffff:a.b.c.d, so that both
// spellings of one IPv4 address are equal.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  // Parse reads an address without port, brackets or zone; nullopt for any other text. Does not
  // allocate.
  static std::optional<IpAddress> Parse(std::string_view text);

  bool operator==(const IpAddress&) const = default;
  bool IsIpv4() const;
  // Text writes the address: an IPv4 one in dotted form, also if it was mapped.
  std::string Text() const;
};

// NetworkOf returns the address by which a client is counted: an IPv4 address itself, an IPv6
// address with the bits beyond its /64 cleared.
IpAddress NetworkOf(const IpAddress& address);

// AddressPrefix names the network by which throttles, connection caps and per-address limits count:
// an IPv4 address whole, an IPv6 address by its /64, because one customer gets at least a /64
// ("2001:db8::/64"). An IPv4-mapped address counts as that IPv4 address. A text that is no address
// (a unix socket has none) names itself.
std::string AddressPrefix(std::string_view address);

}  // namespace bearward::http
