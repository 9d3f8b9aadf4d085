// AddressRanges: a list of ranges of IP addresses.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/ip_address.h"

namespace bearward::http {

// AddressRanges is immutable and safe from any thread.
class AddressRanges {
 public:
  AddressRanges() = default;
  // Parse parses ranges such as "10.0.0.0/8", "::1/128", or single addresses. Returns kInvalid
  // "bad_value", which names the first malformed one.
  static base::Result<AddressRanges> Parse(std::span<const std::string> texts);

  bool empty() const { return ranges_.empty(); }
  // Contains returns whether the address is in one of the ranges. An IPv4-mapped IPv6 address
  // counts as that IPv4 address. Does not allocate.
  bool Contains(const IpAddress& address) const;

 private:
  struct Range {
    IpAddress address;
    unsigned bits = 0;
  };
  static bool Read(std::string_view text, Range& range);

  std::vector<Range> ranges_;
};

}  // namespace bearward::http
