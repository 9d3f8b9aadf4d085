// Digest: a SHA-256 value of 32 bytes. It is the key of the verdict cache, and the only form in
// which the secret of a machine client is stored.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace bearward::base {

// Digest is a SHA-256 value.
using Digest = std::array<std::uint8_t, 32>;

// Prefix64 returns the first eight bytes as an integer. The values are uniformly distributed, so
// they serve as a hash and as the value of the store's digest index; the full digest is compared
// afterwards.
inline std::int64_t Prefix64(const Digest& digest) {
  std::int64_t value = 0;
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

// AsBytes views bytes, such as a digest, as a byte string, valid for the lifetime of the bytes.
inline std::string_view AsBytes(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};  // char may alias
}

// DigestHash is the hash function of hash maps keyed by Digest.
struct DigestHash {
  using is_avalanching = void;  // for Boost: the bits need no further mixing
  std::size_t operator()(const Digest& digest) const {
    return static_cast<std::size_t>(Prefix64(digest));
  }
};

}  // namespace bearward::base
