#include "base/utf8.h"

#include <algorithm>

#include <cstdint>
#include <cstring>

namespace bearward::base {
namespace {

// Most texts are ASCII only, so eight bytes are checked together.
std::size_t AsciiPrefix(std::string_view text) {
  std::size_t length = 0;
  for (std::uint64_t word = 0; length + sizeof word <= text.size(); length += sizeof word) {
    std::memcpy(&word, text.data() + length, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return length;
}

// IsHidden returns whether a sequence beyond ASCII is a character that IsDisplayable refuses.
// Sequences of one length have the order of their code points.
bool IsHidden(std::string_view sequence) {
  const auto between = [sequence](std::string_view first, std::string_view last) {
    return sequence.size() == first.size() && sequence >= first && sequence <= last;
  };
  return between("\xc2\x80", "\xc2\x9f") ||          // U+0080 to U+009F
         between("\xe2\x80\xa8", "\xe2\x80\xae") ||  // U+2028 to U+202E
         between("\xe2\x81\xa6", "\xe2\x81\xa9");    // U+2066 to U+2069
}

}  // namespace

std::size_t Utf8SequenceLength(std::string_view text) {
  const auto at = [text](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto tail = [&at](std::size_t i) { return (at(i) & 0xc0U) == 0x80U; };
  const unsigned lead = at(0);
  if (lead < 0x80) return text.empty() ? 0 : 1;
  if (lead >= 0xc2 && lead <= 0xdf) return tail(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const bool overlong = lead == 0xe0 && at(1) < 0xa0;
    const bool surrogate = lead == 0xed && at(1) > 0x9f;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const bool overlong = lead == 0xf0 && at(1) < 0x90;
    const bool too_high = lead == 0xf4 && at(1) > 0x8f;
    return tail(1) && tail(2) && tail(3) && !overlong && !too_high ? 4 : 0;
  }
  return 0;
}

bool IsUtf8(std::string_view text) {
  text.remove_prefix(AsciiPrefix(text));
  while (!text.empty()) {
    const std::size_t length = Utf8SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool HasControlCharacter(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool IsDisplayable(std::string_view text) {
  if (HasControlCharacter(text)) return false;
  text.remove_prefix(AsciiPrefix(text));
  while (!text.empty()) {
    const std::size_t length = Utf8SequenceLength(text);
    if (length == 0 || IsHidden(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace bearward::base
