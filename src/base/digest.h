// Digest: 32 bytes, the SHA-256 of something. The key of the verdict cache and the only form in
// which a machine secret is stored.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bearward::base {

// Digest is a SHA-256 value.
using Digest = std::array<std::uint8_t, 32>;

// Prefix64 gives the first eight bytes as an integer: uniformly spread, so it serves as a hash
// and as the value of the store's digest index (design: the full digest is compared afterwards).
inline std::int64_t Prefix64(const Digest& digest) {
  std::int64_t value = 0;
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

// AsBytes views a digest as a byte string, valid while the digest lives.
inline std::string_view AsBytes(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// DigestHash lets a Digest key a hash map.
struct DigestHash {
  using is_avalanching = void;  // tells Boost's maps that the bits need no further mixing
  std::size_t operator()(const Digest& digest) const {
    return static_cast<std::size_t>(Prefix64(digest));
  }
};

}  // namespace bearward::base
