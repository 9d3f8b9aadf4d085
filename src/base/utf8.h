// UTF-8 with strict validation.
#pragma once

#include <cstddef>
#include <string_view>

namespace bearward::base {

// Utf8SequenceLength returns the length in bytes of the well-formed sequence at the front, or 0
// (Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t Utf8SequenceLength(std::string_view text);

// IsUtf8 returns whether the whole text is well-formed.
bool IsUtf8(std::string_view text);

// HasControlCharacter returns whether the text contains an ASCII control character, including NUL:
// it could end a log line or a C string.
bool HasControlCharacter(std::string_view text);

}  // namespace bearward::base
