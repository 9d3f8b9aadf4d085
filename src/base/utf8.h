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

// IsDisplayable returns whether the text is well-formed and reads as one line in the order of its
// characters. It has no control character (those of ASCII, U+0080 to U+009F), no separator of lines
// or paragraphs (U+2028, U+2029) and no character that embeds, overrides or isolates a direction of
// text (UAX #9: U+202A to U+202E, U+2066 to U+2069): those let one name look like another.
bool IsDisplayable(std::string_view text);

}  // namespace bearward::base
