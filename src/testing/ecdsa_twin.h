// TwinOf: the other signature of ECDSA that verifies.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace bearward::testing {

// TwinOf returns (r, n - s) of a raw P-256 signature (r, s): it signs the same.
inline std::string TwinOf(std::string signature) {
  constexpr std::array<std::uint8_t, 32> kOrder = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
                                                   0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                   0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84,
                                                   0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    const int digit = kOrder[i] - static_cast<unsigned char>(signature[32 + i]) - borrow;
    borrow = digit < 0 ? 1 : 0;
    signature[32 + i] = static_cast<char>(digit & 0xff);
  }
  return signature;
}

}  // namespace bearward::testing
