// Where a run of bytes ends, sixteen at a time: base/byte_scan.h asks of a text whether all of its
// bytes are of a class, a parser asks how far they are. Internal to http.
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
// kBytes16 is how many bytes there are in one.
inline constexpr int kBytes16 = 16;

// FirstSetInHalves is FirstSet for a machine that has no instruction for it.
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

// FirstSet gives the place of the first byte for which a comparison holds, kBytes16 if there is
// none.
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

// SkipWhile gives where the run of bytes ends, from `at` on, that belong. `stops` tells of sixteen
// at once which may end it, `belongs` of one of those whether it does not.
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
