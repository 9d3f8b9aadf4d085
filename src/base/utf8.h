// UTF-8, checked strictly.
#pragma once

#include <cstddef>
#include <string_view>

namespace bearward::base {

// Utf8SequenceLength gives the length of the well-formed sequence at the front, or 0 (Unicode table
// 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t Utf8SequenceLength(std::string_view text);

// IsUtf8 says whether the whole text is well-formed.
bool IsUtf8(std::string_view text);

// HasControlCharacter says whether an ASCII control character, NUL included, is in the text: it
// would end a line of a log or a text of C.
bool HasControlCharacter(std::string_view text);

}  // namespace bearward::base
