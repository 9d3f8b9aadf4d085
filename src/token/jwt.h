// Jwt: the compact form of RFC 7515 and RFC 7519; no other part of JOSE.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/sign.h"
#include "json/reader.h"

namespace bearward::token {

// kLongestJwt is the maximum size of a parsed token, in bytes (incident class A2).
inline constexpr std::size_t kLongestJwt = 8192;

// Jwt is a parsed and NOT YET VERIFIED token. The views point into the parsed string.
struct Jwt {
  crypto::Algorithm algorithm = crypto::Algorithm::kHs256;
  std::string kid;  // empty when the header has none
  std::string typ;
  json::Value payload;
  std::string_view signing_input;
  std::string signature;
};

// kAccessTokenTyp is the typ of OAuth access tokens (RFC 9068 section 2.1).
inline constexpr std::string_view kAccessTokenTyp = "at+jwt";
// kWidgetTyp is the `typ` of a widget token, so that it is no other token of the same keys.
inline constexpr std::string_view kWidgetTyp = "widget+jwt";

// LooksLikeJwt says whether the string has three dot-separated parts of base64url characters.
bool LooksLikeJwt(std::string_view text);

// MentionsTyp is a cheap estimate whether the header of a JWT has this typ.
bool MentionsTyp(std::string_view text, std::string_view typ);

// ParseJwt refuses ("malformed_token"): a number of parts other than three, non-canonical
// base64url, duplicate members, a header that is not alg + typ (+ kid) with known values, any
// `crit` or embedded key, and anything longer than kLongestJwt. The profile checks which typ is
// required.
base::Result<Jwt> ParseJwt(std::string_view text);

// HasValidSignature checks with exactly this key: the algorithm of the header must be that of the
// key (incident class A1).
bool HasValidSignature(const Jwt& jwt, const crypto::VerifyKey& key);

// WriteJwt signs a payload (the text of a JSON object). The header is {"alg","typ"} or, with a kid,
// {"alg","kid","typ"}, in this order. `typ` is a media type without its `application/` (RFC 8725
// section 3.11). A token that is too long for ParseJwt fails with kInvalid "token_too_big".
base::Result<std::string> WriteJwt(std::string_view payload, std::string_view kid,
                                   const crypto::SigningKey& key, std::string_view typ = "JWT");

// Segments are the three parts of a compact JWS, still encoded.
struct Segments {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
};
// SplitCompact splits a token; nullopt unless it has exactly three parts of base64url characters.
std::optional<Segments> SplitCompact(std::string_view text);
// DecodeObject reads one part as a JSON object, bounded in depth and size; nullopt otherwise.
std::optional<json::Value> DecodeObject(std::string_view segment);

}  // namespace bearward::token
