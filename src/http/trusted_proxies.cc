#include "http/trusted_proxies.h"

namespace bearward::http {

base::Result<TrustedProxies> TrustedProxies::Parse(std::span<const std::string> ranges) {
  TrustedProxies trusted;
  BW_TRY_ASSIGN(trusted.ranges_, AddressRanges::Parse(ranges));
  return trusted;
}

bool TrustedProxies::Contains(std::string_view peer) const {
  if (ranges_.empty()) return false;
  const auto address = IpAddress::Parse(peer);
  return address && ranges_.Contains(*address);
}

}  // namespace bearward::http
