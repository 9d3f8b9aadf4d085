// CodePoints: reads the code points of a UTF-8 text. Internal to the module.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/utf8.h"

namespace bearward::field_service {

// TakeCodePoint removes the first code point of a text that is not empty. A malformed byte is
// U+FFFD.
inline std::uint32_t TakeCodePoint(std::string_view& text) {
  const std::size_t length = base::Utf8SequenceLength(text);
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  std::uint32_t point = 0xFFFD;
  if (length == 1) point = byte(0);
  if (length > 1) {
    point = byte(0) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (byte(i) & 0x3FU);
  }
  text.remove_prefix(length == 0 ? 1 : length);
  return point;
}

}  // namespace bearward::field_service
