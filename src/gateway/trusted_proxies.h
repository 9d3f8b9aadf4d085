// TrustedProxies: which peers may tell us what somebody else asked for.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bearward::gateway {

// TrustedProxies is immutable and safe from any thread. An empty one trusts nobody.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  // Parse reads ranges such as "10.0.0.0/8", "::1/128" or one address. kInvalid "bad_value" names
  // the first that is none.
  static base::Result<TrustedProxies> Parse(std::span<const std::string> ranges);

  // Contains says whether the address of a peer, as text, lies in one of the ranges. An IPv4
  // address in IPv6 form is that IPv4 address. Does not allocate.
  bool Contains(std::string_view peer) const;

 private:
  using Address = std::array<std::uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d
  struct Range {
    Address address{};
    unsigned bits = 0;
  };
  static bool Read(std::string_view text, Address& address);
  static bool Read(std::string_view text, Range& range);

  std::vector<Range> ranges_;
};

}  // namespace bearward::gateway
