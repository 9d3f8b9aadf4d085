// Finds where a run of bytes of one class ends, sixteen bytes at a time. base/byte_scan.h answers
// whether all bytes of a text belong to a class; a parser needs the position of the first one that
// does not. Internal to http.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/byte_scan.h"

namespace bearward::http {

using base::Bytes16;
// kBytes16 is the number of bytes in a Bytes16.
inline constexpr int kBytes16 = 16;

// FirstSetInHalves is FirstSet for processors without SSE2.
template <class Holds>
unsigned FirstSetInHalves(const Holds& holds) {
  constexpr bool kLittle = std::endian::native == std::endian::little;
  unsigned place = 0;
  for (const std::uint64_t half : std::bit_cast<std::array<std::uint64_t, 2>>(holds)) {
    if (half != 0) {
      const int bits = kLittle ? std::countr_zero(half) : std::countl_zero(half);
      return place + static_cast<unsigned>(bits) / 8;
    }
    place += 8;
  }
  return place;
}

// FirstSet returns the index of the first byte for which the comparison is true, kBytes16 if there
// is none. `holds` is the result of a comparison of Bytes16.
template <class Holds>
unsigned FirstSet(const Holds& holds) {
  static_assert(sizeof holds == kBytes16);
#ifdef __SSE2__
  const auto bits = static_cast<unsigned>(_mm_movemask_epi8(std::bit_cast<__m128i>(holds)));
  return static_cast<unsigned>(std::countr_zero(bits | (1U << kBytes16)));
#else
  return FirstSetInHalves(holds);
#endif
}

// SkipWhile returns the end of the run of bytes from `at` that belong to a class. `stops` marks, in
// sixteen bytes at once, those that may end the run; `belongs` then decides exactly for one such
// byte.
template <class Stops, class Belongs>
const char* SkipWhile(const char* at, const char* end, Stops stops, Belongs belongs) {
  while (end - at >= kBytes16) {
    Bytes16 bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    const unsigned run = FirstSet(stops(bytes));
    at += run;
    if (run == kBytes16) continue;
    if (!belongs(*at)) return at;
    ++at;
  }
  while (at != end && belongs(*at)) ++at;
  return at;
}

}  // namespace bearward::http
