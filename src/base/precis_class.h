// PrecisClass: the two string classes of PRECIS (RFC 8264 sections 4 and 9). Private to the module.
#pragma once

#include <cstdint>
#include <string_view>

namespace bearward::base {

// PrecisClass is the permitted use of a code point. For kContextual, call IsInContext.
enum class PrecisClass : std::uint8_t { kIdentifier, kFreeform, kContextual, kDisallowed };

// PrecisClassOf derives the class by the algorithm of RFC 8264 section 8, with the properties of
// libunistring's Unicode version; code points unassigned in that version are disallowed.
PrecisClass PrecisClassOf(char32_t c);

// IsInContext returns whether the contextual code point at `index` is allowed there (RFC 5892
// appendix A, adopted by RFC 8264).
bool IsInContext(std::u32string_view text, std::size_t index);

// HoldsBidiRule returns true if a text has no right-to-left characters, or complies with RFC 5893
// section 2.
bool HoldsBidiRule(std::u32string_view text);

}  // namespace bearward::base
