#include "http/address_ranges.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace bearward::http {
namespace {

constexpr unsigned kBits = 128;
constexpr unsigned kIpv4Bits = 96;  // bits before the IPv4 address in mapped form

// Agrees returns whether the first `bits` of two addresses are equal.
bool Agrees(const IpAddress& a, const IpAddress& b, unsigned bits) {
  const unsigned bytes = bits / 8;
  if (std::memcmp(a.bytes.data(), b.bytes.data(), bytes) != 0) return false;
  const unsigned left = bits % 8;
  return left == 0 || ((a.bytes[bytes] ^ b.bytes[bytes]) >> (8 - left)) == 0;
}

}  // namespace

bool AddressRanges::Read(std::string_view text, Range& range) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const auto read = IpAddress::Parse(address);
  if (!read) return false;
  range.address = *read;
  range.bits = kBits;
  if (slash == std::string_view::npos) return true;
  const std::string_view length = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc() || end != length.data() + length.size()) return false;
  range.bits = address.contains(':') ? bits : bits + kIpv4Bits;
  return bits <= kBits && range.bits <= kBits;
}

base::Result<AddressRanges> AddressRanges::Parse(std::span<const std::string> texts) {
  AddressRanges parsed;
  for (const std::string& text : texts) {
    if (!Read(text, parsed.ranges_.emplace_back())) {
      return base::Fail(base::Invalid(
          "bad_value", "must list addresses or ranges such as 10.0.0.0/8 or ::1/128, not " + text));
    }
  }
  return parsed;
}

bool AddressRanges::Contains(const IpAddress& address) const {
  return std::ranges::any_of(
      ranges_, [&](const Range& range) { return Agrees(address, range.address, range.bits); });
}

}  // namespace bearward::http
