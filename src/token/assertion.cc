#include "token/assertion.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/encode.h"
#include "token/claim_values.h"
#include "token/jwt.h"

namespace bearward::token {
namespace {

constexpr std::size_t kLongestId = 256;
// Maximum time by which the clock of a client may be ahead of ours.
constexpr std::chrono::seconds kLeeway{60};

// The client receives the same text for every refusal; the detail is for the log.
std::unexpected<base::Error> Bad(std::string_view why) {
  base::Error error = base::Unauthenticated("bad_assertion", "The assertion is not valid.");
  error.detail = "client assertion: " + std::string(why);
  return base::Fail(std::move(error));
}

// `typ` is a media type: case-insensitive, and `application/` may be omitted (RFC 7515 section
// 4.1.9). RFC 7523 defines no typ; its successor requires one of its own. Any other typ is another
// kind of token.
bool IsFittingTyp(const json::Value& header) {
  if (header.Find("typ") == nullptr) return true;
  const std::string* text = StringAt(header, "typ");
  if (text == nullptr) return false;
  std::string typ = base::Lower(*text);
  if (typ.starts_with("application/")) typ.erase(0, std::string_view("application/").size());
  return typ == "jwt" || typ == "client-authentication+jwt";
}

// Members that a receiver must understand (`crit`, `b64`) are refused; all other unknown members
// are ignored (RFC 7515 section 4.1.11).
base::Status ReadHeader(const json::Value& header, Assertion& assertion) {
  if (!IsFittingTyp(header)) return Bad("typ is not JWT or client-authentication+jwt");
  if (header.Find("crit") != nullptr || header.Find("b64") != nullptr) {
    return Bad("the header has crit or b64");
  }
  const std::string* alg = StringAt(header, "alg");
  const auto algorithm = alg == nullptr ? std::nullopt : base::ParseWord<crypto::Algorithm>(*alg);
  if (!algorithm || *algorithm == crypto::Algorithm::kHs256) {
    return Bad("alg is not ES256 or RS256");
  }
  assertion.algorithm = *algorithm;
  if (header.Find("kid") == nullptr) return {};
  const std::string* kid = StringAt(header, "kid");
  if (kid == nullptr || kid->empty()) return Bad("kid is not a text");
  assertion.kid = *kid;
  return {};
}

base::Status ReadPayload(Assertion& assertion) {
  const std::string* iss = StringAt(assertion.payload, "iss");
  const std::string* id = StringAt(assertion.payload, "jti");
  const auto expires_at = FractionalTimeAt(assertion.payload, "exp");
  if (iss == nullptr || iss->empty()) return Bad("iss is missing");
  if (!IsStringAt(assertion.payload, "sub", *iss)) return Bad("sub is not iss");
  if (id == nullptr || id->empty() || id->size() > kLongestId) {
    return Bad("jti is not a text of 1 to 256 bytes");
  }
  if (!expires_at) return Bad("exp is missing or not a NumericDate");
  assertion.client_id = *iss;
  assertion.id = *id;
  assertion.expires_at = *expires_at;
  return {};
}

// IsDue says whether an optional time claim is absent or not in the future.
bool IsDue(const json::Value& payload, std::string_view key, base::Time now) {
  if (payload.Find(key) == nullptr) return true;
  const auto time = FractionalTimeAt(payload, key);
  return time && *time <= now + kLeeway;
}

base::Status CheckTimes(const Assertion& assertion, base::Time now) {
  if (now >= assertion.expires_at) return Bad("it has expired (exp)");
  if (assertion.expires_at > now + kLongestAssertionLife + kLeeway) {
    return Bad("exp is more than 3600 s ahead");
  }
  if (!IsDue(assertion.payload, "nbf", now)) return Bad("nbf is in the future or malformed");
  if (!IsDue(assertion.payload, "iat", now)) return Bad("iat is in the future or malformed");
  return {};
}

bool IsFor(const json::Value& payload, std::span<const std::string> audiences) {
  const auto is_ours = [&](const std::string& name) {
    return std::ranges::find(audiences, name) != audiences.end();
  };
  if (const std::string* one = StringAt(payload, "aud")) return is_ours(*one);
  if (!IsStringListAt(payload, "aud")) return false;
  return std::ranges::any_of(*payload.Find("aud")->AsArray(),
                             [&](const json::Value& name) { return is_ours(*name.AsString()); });
}

bool IsSigned(const Assertion& assertion, std::span<const ClientKey> keys) {
  return std::ranges::any_of(keys, [&](const ClientKey& key) {
    if (!assertion.kid.empty() && !key.kid.empty() && key.kid != assertion.kid) return false;
    return key.key.algorithm() == assertion.algorithm &&
           key.key.Verify(assertion.signing_input, assertion.signature);
  });
}

}  // namespace

base::Result<Assertion> ParseAssertion(std::string_view text) {
  if (text.size() > kLongestAssertion) return Bad("it is longer than 8192 bytes");
  const std::optional<Segments> segments = SplitCompact(text);
  if (!segments) return Bad("it is not a compact JWS");
  const std::optional<json::Value> header = DecodeObject(segments->header);
  std::optional<json::Value> payload = DecodeObject(segments->payload);
  std::optional<std::string> signature = base::Base64UrlDecode(segments->signature);
  if (!header || !payload || !signature) return Bad("it is not base64url of JSON objects");
  Assertion assertion;
  BW_TRY(ReadHeader(*header, assertion));
  assertion.payload = *std::move(payload);
  assertion.signature = *std::move(signature);
  assertion.signing_input = text.substr(0, text.size() - segments->signature.size() - 1);
  BW_TRY(ReadPayload(assertion));
  return assertion;
}

base::Status CheckAssertion(const Assertion& assertion, std::span<const ClientKey> keys,
                            std::span<const std::string> audiences, base::Time now) {
  if (!IsFor(assertion.payload, audiences)) {
    return Bad("aud names neither the issuer nor the token endpoint");
  }
  BW_TRY(CheckTimes(assertion, now));
  if (!IsSigned(assertion, keys)) return Bad("no registered key of the client signed it");
  return {};
}

}  // namespace bearward::token
