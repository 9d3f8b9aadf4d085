#include "gateway/trusted_proxies.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace bearward::gateway {
namespace {

constexpr unsigned kBits = 128;
constexpr std::size_t kIpv4At = 12;  // where the four bytes stand in the mapped form
constexpr unsigned kIpv4Bits = 96;

// Agrees says whether the first `bits` of two addresses are the same.
bool Agrees(std::span<const std::uint8_t, 16> a, std::span<const std::uint8_t, 16> b,
            unsigned bits) {
  const unsigned bytes = bits / 8;
  if (std::memcmp(a.data(), b.data(), bytes) != 0) return false;
  const unsigned left = bits % 8;
  return left == 0 || ((a[bytes] ^ b[bytes]) >> (8 - left)) == 0;
}

}  // namespace

bool TrustedProxies::Read(std::string_view text, Address& address) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size()) return false;
  std::ranges::copy(text, terminated.begin());
  address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return ::inet_pton(AF_INET, terminated.data(), address.data() + kIpv4At) == 1 ||
         ::inet_pton(AF_INET6, terminated.data(), address.data()) == 1;
}

bool TrustedProxies::Read(std::string_view text, Range& range) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  range.bits = kBits;
  if (!Read(address, range.address)) return false;
  if (slash == std::string_view::npos) return true;
  const std::string_view length = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc() || end != length.data() + length.size()) return false;
  range.bits = address.contains(':') ? bits : bits + kIpv4Bits;
  return bits <= kBits && range.bits <= kBits;
}

base::Result<TrustedProxies> TrustedProxies::Parse(std::span<const std::string> ranges) {
  TrustedProxies trusted;
  for (const std::string& text : ranges) {
    if (!Read(text, trusted.ranges_.emplace_back())) {
      return base::Fail(base::Invalid(
          "bad_value", "wants addresses or ranges such as 10.0.0.0/8 or ::1/128, not " + text));
    }
  }
  return trusted;
}

bool TrustedProxies::Contains(std::string_view peer) const {
  Address address{};
  return Read(peer, address) && std::ranges::any_of(ranges_, [&](const Range& range) {
           return Agrees(address, range.address, range.bits);
         });
}

}  // namespace bearward::gateway
