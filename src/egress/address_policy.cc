#include "egress/address_policy.h"

#include <string>
#include <vector>

namespace bearward::egress {
namespace {

// IPv4 addresses are in their mapped form here, which both notations share.
http::AddressRanges SpecialIpv4() {
  const std::vector<std::string> ranges = {
      "0.0.0.0/8",         // this network; connects to this machine on Linux
      "10.0.0.0/8",        // private
      "100.64.0.0/10",     // shared by carriers; also a metadata service
      "127.0.0.0/8",       // loopback
      "168.63.129.16/32",  // metadata service of Azure
      "169.254.0.0/16",    // link-local, with the metadata services of most clouds
      "172.16.0.0/12",     // private
      "192.0.0.0/24",      // assignments of the IETF; also a metadata service
      "192.0.2.0/24",      // documentation
      "192.88.99.0/24",    // relays of 6to4
      "192.168.0.0/16",    // private
      "198.18.0.0/15",     // benchmarks
      "198.51.100.0/24",   // documentation
      "203.0.113.0/24",    // documentation
      "224.0.0.0/4",       // multicast
      "240.0.0.0/4",       // reserved, and broadcast
  };
  return http::AddressRanges::Parse(ranges).value_or(http::AddressRanges());
}

// Everything outside 2000::/3 is special: loopback, unspecified, unique local, link-local,
// multicast, IPv4-compatible and NAT64.
http::AddressRanges GlobalIpv6() {
  const std::vector<std::string> ranges = {"2000::/3"};
  return http::AddressRanges::Parse(ranges).value_or(http::AddressRanges());
}

http::AddressRanges SpecialIpv6() {
  const std::vector<std::string> ranges = {
      "2001::/23",      // assignments of the IETF, among them Teredo
      "2001:db8::/32",  // documentation
      "2002::/16",      // 6to4
      "3fff::/20",      // documentation
  };
  return http::AddressRanges::Parse(ranges).value_or(http::AddressRanges());
}

}  // namespace

// A table that could not be parsed would be empty: then no address is public.
bool IsPublic(const http::IpAddress& address) {
  static const http::AddressRanges kSpecialIpv4 = SpecialIpv4();
  static const http::AddressRanges kGlobalIpv6 = GlobalIpv6();
  static const http::AddressRanges kSpecialIpv6 = SpecialIpv6();
  if (address.IsIpv4()) return !kSpecialIpv4.empty() && !kSpecialIpv4.Contains(address);
  return !kSpecialIpv6.empty() && kGlobalIpv6.Contains(address) && !kSpecialIpv6.Contains(address);
}

}  // namespace bearward::egress
