// PrecisClass: the two string classes of PRECIS (RFC 8264 sections 4 and 9). Private to the module.
#pragma once

#include <cstdint>
#include <string_view>

namespace bearward::base {

// PrecisClass is what a code point may be used for. Contextual ones are judged by IsInContext.
enum class PrecisClass : std::uint8_t { kIdentifier, kFreeform, kContextual, kDisallowed };

// PrecisClassOf derives the class by the algorithm of RFC 8264 section 8, with the properties of
// the Unicode version that libunistring knows; what that version does not assign is disallowed.
PrecisClass PrecisClassOf(char32_t c);

// IsInContext says whether the contextual code point at `index` may stand there (RFC 5892 appendix
// A, which RFC 8264 takes over).
bool IsInContext(std::u32string_view text, std::size_t index);

// HoldsBidiRule says whether a text without right-to-left characters, or one that RFC 5893 section
// 2 allows.
bool HoldsBidiRule(std::u32string_view text);

}  // namespace bearward::base
