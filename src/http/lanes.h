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

// FirstUnsetInHalves is FirstUnset for a machine that has no instruction for it.
template <class Holds>
unsigned FirstUnsetInHalves(const Holds& holds) {
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

// FirstUnset gives the place of the first byte for which a comparison did not hold, kLanes if there
// is none.
template <class Holds>
unsigned FirstUnset(const Holds& holds) {
  static_assert(sizeof holds == kLanes);
#ifdef __SSE2__
  const int bits = _mm_movemask_epi8(std::bit_cast<__m128i>(holds));
  return static_cast<unsigned>(std::countr_one(static_cast<unsigned>(bits)));
#else
  return FirstUnsetInHalves(holds);
#endif
}

// SkipWhile gives where the run of bytes ends, from `at` on, of which `holds` says that they
// belong. `usual` says the same of sixteen at once by a comparison; it may overlook bytes that
// belong, which then take longer.
template <class Usual, class Holds>
const char* SkipWhile(const char* at, const char* end, Usual usual, Holds holds) {
  while (end - at >= kLanes) {
    const unsigned run = FirstUnset(usual(LoadLanes(at)));
    at += run;
    if (run == kLanes) continue;
    if (!holds(*at)) return at;
    ++at;
  }
  while (at != end && holds(*at)) ++at;
  return at;
}

}  // namespace bearward::http
