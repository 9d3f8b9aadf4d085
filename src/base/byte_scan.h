// ByteScan: whether all bytes of a text are of one class, sixteen at a time. Credentials and
// headers are long and looked at in every request.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace bearward::base {

// Bytes16 is sixteen bytes that are compared and computed with at once. A comparison gives 0xff for
// each byte that fits and 0 for each other one.
using Bytes16 = std::uint8_t __attribute__((vector_size(16)));

// AllSet says whether a comparison fits all sixteen.
template <class Mask>
bool AllSet(Mask mask) {
  static_assert(sizeof mask == 16);
  std::uint64_t halves[2];
  std::memcpy(halves, &mask, sizeof halves);
  return (halves[0] & halves[1]) == ~std::uint64_t{0};
}

// InRange says which bytes lie between `first` and `last`, both included.
inline auto InRange(Bytes16 bytes, std::uint8_t first, std::uint8_t last) {
  return bytes - first <= static_cast<std::uint8_t>(last - first);
}

// IsAlphanumeric says which bytes are ASCII letters or digits.
inline auto IsAlphanumeric(Bytes16 bytes) {
  return InRange(bytes | 0x20, 'a', 'z') | InRange(bytes, '0', '9');
}

// AllBytes says whether every byte of a text is of a class; the empty text's are. `in_class` gives
// of a Bytes16 the comparison.
template <class InClass>
bool AllBytes(std::string_view text, InClass in_class) {
  Bytes16 bytes;
  for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
    std::memcpy(&bytes, text.data(), sizeof bytes);
    if (!AllSet(in_class(bytes))) return false;
  }
  if (text.empty()) return true;
  // What the last ones do not fill is filled with one of them.
  bytes = Bytes16{} + static_cast<std::uint8_t>(text.front());
  std::memcpy(&bytes, text.data(), text.size());
  return AllSet(in_class(bytes));
}

}  // namespace bearward::base
