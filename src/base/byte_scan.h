// ByteScan: tests whether all bytes of a text belong to one class, sixteen bytes at a time, because
// every request has long credentials and headers to check.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace bearward::base {

// Bytes16 is a vector of sixteen bytes for parallel arithmetic and comparison. A comparison results
// in 0xff for each byte that matches and 0 for each other byte.
using Bytes16 = std::uint8_t __attribute__((vector_size(16)));

// AllSet returns whether a comparison matches all sixteen bytes.
template <class Mask>
bool AllSet(Mask mask) {
  static_assert(sizeof mask == 16);
  std::uint64_t halves[2];
  std::memcpy(halves, &mask, sizeof halves);
  return (halves[0] & halves[1]) == ~std::uint64_t{0};
}

// InRange marks the bytes between `first` and `last`, both included.
inline auto InRange(Bytes16 bytes, std::uint8_t first, std::uint8_t last) {
  return bytes - first <= static_cast<std::uint8_t>(last - first);
}

// IsAlphanumeric marks the bytes that are ASCII letters or digits.
inline auto IsAlphanumeric(Bytes16 bytes) {
  return InRange(bytes | 0x20, 'a', 'z') | InRange(bytes, '0', '9');
}

// AllBytes returns whether every byte of a text belongs to a class; true for the empty text.
// `in_class` maps a Bytes16 to the result of a comparison.
template <class InClass>
bool AllBytes(std::string_view text, InClass in_class) {
  Bytes16 bytes;
  for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
    std::memcpy(&bytes, text.data(), sizeof bytes);
    if (!AllSet(in_class(bytes))) return false;
  }
  if (text.empty()) return true;
  // Fill the unused bytes of the last block with a byte of the text, so that they do not matter.
  bytes = Bytes16{} + static_cast<std::uint8_t>(text.front());
  std::memcpy(&bytes, text.data(), text.size());
  return AllSet(in_class(bytes));
}

}  // namespace bearward::base
