#include "http/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace bearward::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t kCountedIpv6Bytes = 8;  // a /64

}  // namespace

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  // inet_pton stops at a NUL, which must not hide the characters after it.
  if (text.size() >= terminated.size() || text.contains('\0')) return std::nullopt;
  std::ranges::copy(text, terminated.begin());
  IpAddress address;
  std::ranges::copy(kMapped, address.bytes.begin());
  const bool read =
      ::inet_pton(AF_INET, terminated.data(), address.bytes.data() + kMapped.size()) == 1 ||
      ::inet_pton(AF_INET6, terminated.data(), address.bytes.data()) == 1;
  return read ? std::optional(address) : std::nullopt;
}

bool IpAddress::IsIpv4() const { return std::equal(kMapped.begin(), kMapped.end(), bytes.begin()); }

std::string IpAddress::Text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (IsIpv4()) {
    ::inet_ntop(AF_INET, bytes.data() + kMapped.size(), text.data(), text.size());
  } else {
    ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  }
  return text.data();
}

IpAddress NetworkOf(const IpAddress& address) {
  IpAddress network = address;
  if (address.IsIpv4()) return network;
  std::fill(network.bytes.begin() + kCountedIpv6Bytes, network.bytes.end(), std::uint8_t{0});
  return network;
}

std::string AddressPrefix(std::string_view address) {
  const auto read = IpAddress::Parse(address);
  if (!read) return std::string(address);
  return NetworkOf(*read).Text() + (read->IsIpv4() ? "" : "/64");
}

}  // namespace bearward::http
