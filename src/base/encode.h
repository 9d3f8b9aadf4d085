// Encode: text forms of bytes. The decoders are strict: each accepts only the canonical form of a
// value unless stated otherwise, so that a credential has no second spelling (incident class B3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bearward::base {

// Base64UrlEncode writes unpadded base64url (RFC 4648 section 5, RFC 7515 section 2).
std::string Base64UrlEncode(std::string_view bytes);
// Base64UrlDecode refuses padding, characters outside the alphabet and non-zero trailing bits.
std::optional<std::string> Base64UrlDecode(std::string_view text);

// Base64Encode writes padded base64 (RFC 4648 section 4).
std::string Base64Encode(std::string_view bytes);
// Base64Decode requires the padding and zero trailing bits (used by Basic, RFC 7617).
std::optional<std::string> Base64Decode(std::string_view text);

// HexEncode writes lower-case hexadecimal.
std::string HexEncode(std::string_view bytes);
// HexDecode parses an even number of digits, of either case.
std::optional<std::string> HexDecode(std::string_view text);

// PercentDecode decodes %XX and, if `plus_is_space`, '+' (forms, queries). Returns nullopt for a
// malformed escape, or for a NUL whether escaped or not.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);
// PercentEncode escapes everything except unreserved characters (RFC 3986 section 2.3).
std::string PercentEncode(std::string_view text);

}  // namespace bearward::base
