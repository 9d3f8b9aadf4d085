// Lanes: sixteen bytes that are looked at together. Internal to http.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace bearward::http {

// kLanes is how many bytes there are in Lanes.
inline constexpr int kLanes = 16;

// Lanes is a vector of the compiler's: each operator works on all bytes at once, and a comparison
// gives 0xff where it holds. On a machine without such registers it is compiled to plain loops.
using Lanes [[gnu::vector_size(kLanes)]] = unsigned char;

// LoadLanes reads sixteen bytes from anywhere.
inline Lanes LoadLanes(const char* at) {
  Lanes lanes;
  std::memcpy(&lanes, at, sizeof lanes);
  return lanes;
}

// FirstUnset gives the place of the first byte for which a comparison did not hold, kLanes if there
// is none.
template <class Holds>
unsigned FirstUnset(const Holds& holds) {
  static_assert(sizeof holds == kLanes);
  constexpr bool kLittle = std::endian::native == std::endian::little;
  unsigned place = 0;
  for (const std::uint64_t half : std::bit_cast<std::array<std::uint64_t, 2>>(~holds)) {
    if (half != 0) {
      const int bits = kLittle ? std::countr_zero(half) : std::countl_zero(half);
      return place + static_cast<unsigned>(bits) / 8;
    }
    place += 8;
  }
  return place;
}

}  // namespace bearward::http
