// Lanes: sixteen bytes that are looked at together. Internal to http.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

// FirstSet gives the place of the first byte for which a comparison holds, kLanes if there is none.
template <class Holds>
unsigned FirstSet(const Holds& holds) {
  static_assert(sizeof holds == kLanes);
#ifdef __SSE2__
  const auto bits = static_cast<unsigned>(_mm_movemask_epi8(std::bit_cast<__m128i>(holds)));
  return static_cast<unsigned>(std::countr_zero(bits | (1U << kLanes)));
#else
  return FirstSetInHalves(holds);
#endif
}

// SkipWhile gives where the run of bytes ends, from `at` on, that belong. `stops` tells of sixteen
// at once which may end it, `belongs` of one of those whether it does not.
template <class Stops, class Belongs>
const char* SkipWhile(const char* at, const char* end, Stops stops, Belongs belongs) {
  while (end - at >= kLanes) {
    const unsigned run = FirstSet(stops(LoadLanes(at)));
    at += run;
    if (run == kLanes) continue;
    if (!belongs(*at)) return at;
    ++at;
  }
  while (at != end && belongs(*at)) ++at;
  return at;
}

// NoneOf says whether `stops` holds for none of at least sixteen bytes; the last sixteen are looked
// at together whatever came before them.
template <class Stops>
bool NoneOf(const char* begin, const char* end, Stops stops) {
  const char* const last = end - kLanes;
  for (; begin < last; begin += kLanes) {
    if (FirstSet(stops(LoadLanes(begin))) != kLanes) return false;
  }
  return FirstSet(stops(LoadLanes(last))) == kLanes;
}

}  // namespace bearward::http
