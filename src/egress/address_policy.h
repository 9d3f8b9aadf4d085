// AddressPolicy: the addresses that outgoing requests may reach.
#pragma once

#include <utility>

#include "http/address_ranges.h"
#include "http/ip_address.h"

namespace bearward::egress {

// IsPublic says whether an address belongs to the public internet: it is in no range that IANA's
// registries of special-purpose addresses reserve (RFC 6890), is no metadata service of a cloud,
// and does not contain an IPv4 address for a translator or a tunnel (NAT64, 6to4, Teredo), because
// that address could be a private one.
bool IsPublic(const http::IpAddress& address);

// AddressPolicy is immutable and safe from any thread. Without ranges it permits public addresses
// only.
class AddressPolicy {
 public:
  AddressPolicy() = default;
  explicit AddressPolicy(http::AddressRanges allowed) : allowed_(std::move(allowed)) {}

  bool Permits(const http::IpAddress& address) const {
    return IsPublic(address) || allowed_.Contains(address);
  }

 private:
  http::AddressRanges allowed_;
};

}  // namespace bearward::egress
