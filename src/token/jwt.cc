#include "token/jwt.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/byte_scan.h"
#include "base/encode.h"
#include "json/writer.h"

namespace bearward::token {
namespace {

constexpr json::Limits kLimits{.max_depth = 8, .max_size = kLongestJwt, .max_items = 2000};
constexpr std::size_t kLongestKid = 128;

std::unexpected<base::Error> Malformed() {
  return base::Fail(base::Unauthenticated("malformed_token", "The credential is not valid."));
}

bool IsSegment(std::string_view text) {
  return !text.empty() && base::AllBytes(text, [](base::Bytes16 bytes) {
    return base::IsAlphanumeric(bytes) | (bytes == '-') | (bytes == '_');
  });
}

// Compared byte for byte: we read only tokens that we wrote (RFC 9068 section 4 allows other
// spellings).
bool IsKnownTyp(std::string_view typ) {
  return typ == "JWT" || typ == kAccessTokenTyp || typ == kWidgetTyp;
}

// Accepts alg, typ and kid only. The other header members (crit, jwk, jku, x5u, b64, zip) caused
// more vulnerabilities than they have uses (RFC 8725 sections 3.1 and 3.10).
bool ReadHeader(const json::Value& header, Jwt& jwt) {
  const json::Value* alg = header.Find("alg");
  const json::Value* typ = header.Find("typ");
  const json::Value* kid = header.Find("kid");
  const std::size_t known = kid == nullptr ? 2 : 3;
  if (alg == nullptr || typ == nullptr || header.AsObject()->size() != known) return false;
  if (!alg->IsString() || !typ->IsString() || !IsKnownTyp(*typ->AsString())) return false;
  jwt.typ = *typ->AsString();
  const std::optional<crypto::Algorithm> algorithm =
      base::ParseWord<crypto::Algorithm>(*alg->AsString());
  if (!algorithm) return false;
  jwt.algorithm = *algorithm;
  if (kid == nullptr) return true;
  if (!kid->IsString() || kid->AsString()->empty() || kid->AsString()->size() > kLongestKid) {
    return false;
  }
  jwt.kid = *kid->AsString();
  return true;
}

// Header is a parsed header. All tokens of one key have the same header.
struct Header {
  std::string text;
  crypto::Algorithm algorithm{};
  std::string kid;
  std::string typ;
};

// ReadHeaderOnce caches, per thread, the last valid header.
bool ReadHeaderOnce(std::string_view text, Jwt& jwt) {
  thread_local Header last;
  if (text != last.text) {
    const std::optional<json::Value> header = DecodeObject(text);
    if (!header || !ReadHeader(*header, jwt)) return false;
    last = {std::string(text), jwt.algorithm, jwt.kid, jwt.typ};
    return true;
  }
  jwt.algorithm = last.algorithm;
  jwt.kid = last.kid;
  jwt.typ = last.typ;
  return true;
}

std::string HeaderText(std::string_view kid, crypto::Algorithm algorithm, std::string_view typ) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("alg").String(base::Word(algorithm));
  if (!kid.empty()) writer.Key("kid").String(kid);
  writer.Key("typ").String(typ).EndObject();
  return text;
}

}  // namespace

std::optional<Segments> SplitCompact(std::string_view text) {
  const std::size_t first = text.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t last = text.find('.', first + 1);
  if (last == std::string_view::npos) return std::nullopt;
  const Segments segments{text.substr(0, first), text.substr(first + 1, last - first - 1),
                          text.substr(last + 1)};
  // A fourth segment would leave a dot in the third one, which is not a base64url character.
  if (!IsSegment(segments.header) || !IsSegment(segments.payload) ||
      !IsSegment(segments.signature)) {
    return std::nullopt;
  }
  return segments;
}

std::optional<json::Value> DecodeObject(std::string_view segment) {
  const std::optional<std::string> text = base::Base64UrlDecode(segment);
  if (!text) return std::nullopt;
  base::Result<json::Value> value = json::Parse(*text, kLimits);
  if (!value || !value->IsObject()) return std::nullopt;
  return std::move(*value);
}

bool LooksLikeJwt(std::string_view text) { return SplitCompact(text).has_value(); }

bool MentionsTyp(std::string_view text, std::string_view typ) {
  const std::optional<std::string> header = base::Base64UrlDecode(text.substr(0, text.find('.')));
  return header && header->contains(typ);
}

base::Result<Jwt> ParseJwt(std::string_view text) {
  if (text.size() > kLongestJwt) return Malformed();
  const std::optional<Segments> segments = SplitCompact(text);
  if (!segments) return Malformed();
  std::optional<json::Value> payload = DecodeObject(segments->payload);
  std::optional<std::string> signature = base::Base64UrlDecode(segments->signature);
  Jwt jwt;
  if (!payload || !signature || !ReadHeaderOnce(segments->header, jwt)) return Malformed();
  jwt.payload = std::move(*payload);
  jwt.signature = std::move(*signature);
  jwt.signing_input = text.substr(0, text.size() - segments->signature.size() - 1);
  return jwt;
}

bool HasValidSignature(const Jwt& jwt, const crypto::VerifyKey& key) {
  return jwt.algorithm == key.algorithm() && key.Verify(jwt.signing_input, jwt.signature);
}

base::Result<std::string> WriteJwt(std::string_view payload, std::string_view kid,
                                   const crypto::SigningKey& key, std::string_view typ) {
  std::string token = base::Base64UrlEncode(HeaderText(kid, key.algorithm(), typ));
  token += '.';
  token += base::Base64UrlEncode(payload);
  BW_TRY_ASSIGN(const std::string signature, key.Sign(token));
  token += '.';
  token += base::Base64UrlEncode(signature);
  if (token.size() > kLongestJwt) {
    return base::Fail(base::Invalid("token_too_big", "The claims are too long for a token."));
  }
  return token;
}

}  // namespace bearward::token
