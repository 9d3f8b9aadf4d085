// TrustedProxies: the peers whose headers about the original request are trusted.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/address_ranges.h"

namespace bearward::http {

// TrustedProxies is immutable and safe from any thread. An empty one trusts no peer.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  // Parse parses ranges such as "10.0.0.0/8", "::1/128", or single addresses. Returns kInvalid
  // "bad_value", which names the first malformed one.
  static base::Result<TrustedProxies> Parse(std::span<const std::string> ranges);

  bool empty() const { return ranges_.empty(); }
  // Contains returns whether the address of a peer, as text, is in one of the ranges. An
  // IPv4-mapped IPv6 address counts as that IPv4 address. Does not allocate.
  bool Contains(std::string_view peer) const;

 private:
  AddressRanges ranges_;
};

}  // namespace bearward::http
