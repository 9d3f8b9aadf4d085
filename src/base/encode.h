// Encode: text forms of bytes. Every decoder is strict: only the canonical form of a value is
// accepted, so that no second spelling of a credential exists (incident class B3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bearward::base {

// Base64UrlEncode writes unpadded base64url (RFC 4648 section 5, RFC 7515 section 2).
std::string Base64UrlEncode(std::string_view bytes);
// Base64UrlDecode refuses padding, foreign characters and non-zero trailing bits.
std::optional<std::string> Base64UrlDecode(std::string_view text);

// Base64Encode writes padded base64 (RFC 4648 section 4).
std::string Base64Encode(std::string_view bytes);
// Base64Decode requires the padding and zero trailing bits (used by Basic, RFC 7617).
std::optional<std::string> Base64Decode(std::string_view text);

// HexEncode writes lower-case hexadecimal.
std::string HexEncode(std::string_view bytes);
// HexDecode reads an even number of digits of either case.
std::optional<std::string> HexDecode(std::string_view text);

// PercentDecode resolves %XX; with `plus_is_space` also '+' (forms, queries). A broken escape or a
// NUL, escaped or not, gives nullopt.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);
// PercentEncode escapes everything but unreserved characters (RFC 3986 section 2.3).
std::string PercentEncode(std::string_view text);

}  // namespace bearward::base
