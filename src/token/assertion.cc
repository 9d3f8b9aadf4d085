#include "token/assertion.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/encode.h"
#include "token/claim_values.h"
#include "token/jwt.h"

namespace bearward::token {
namespace {

constexpr std::size_t kLongestId = 256;
// The clocks of clients run ahead of ours by this much at the most.
constexpr std::chrono::seconds kLeeway{60};

std::unexpected<base::Error> Bad() {
  return base::Fail(base::Unauthenticated("bad_assertion", "The assertion is not valid."));
}

// RFC 7523 knows no typ; its successor wants one of its own. Any other is another kind of token.
bool IsFittingTyp(const json::Value& header) {
  return header.Find("typ") == nullptr || IsStringAt(header, "typ", "JWT") ||
         IsStringAt(header, "typ", "client-authentication+jwt");
}

// What asks to be understood is not; what may be ignored is (RFC 7515 section 4.1.11).
bool ReadHeader(const json::Value& header, Assertion& assertion) {
  const std::string* alg = StringAt(header, "alg");
  if (alg == nullptr || !IsFittingTyp(header)) return false;
  if (header.Find("crit") != nullptr || header.Find("b64") != nullptr) return false;
  const auto algorithm = crypto::AlgorithmFromName(*alg);
  if (!algorithm || *algorithm == crypto::Algorithm::kHs256) return false;
  assertion.algorithm = *algorithm;
  if (header.Find("kid") == nullptr) return true;
  const std::string* kid = StringAt(header, "kid");
  if (kid == nullptr || kid->empty()) return false;
  assertion.kid = *kid;
  return true;
}

bool ReadPayload(Assertion& assertion) {
  const std::string* iss = StringAt(assertion.payload, "iss");
  const std::string* id = StringAt(assertion.payload, "jti");
  const auto expires_at = TimeAt(assertion.payload, "exp");
  if (iss == nullptr || iss->empty() || !IsStringAt(assertion.payload, "sub", *iss)) return false;
  if (id == nullptr || id->empty() || id->size() > kLongestId || !expires_at) return false;
  assertion.client_id = *iss;
  assertion.id = *id;
  assertion.expires_at = *expires_at;
  return true;
}

// IsDue says whether an optional claim of a time is not still to come.
bool IsDue(const json::Value& payload, std::string_view key, base::Time now) {
  if (payload.Find(key) == nullptr) return true;
  const auto time = TimeAt(payload, key);
  return time && *time <= now + kLeeway;
}

bool IsTimely(const Assertion& assertion, base::Time now) {
  return now < assertion.expires_at &&
         assertion.expires_at <= now + kLongestAssertionLife + kLeeway &&
         IsDue(assertion.payload, "nbf", now) && IsDue(assertion.payload, "iat", now);
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
  if (text.size() > kLongestAssertion) return Bad();
  const std::optional<Segments> segments = SplitCompact(text);
  if (!segments) return Bad();
  const std::optional<json::Value> header = DecodeObject(segments->header);
  std::optional<json::Value> payload = DecodeObject(segments->payload);
  std::optional<std::string> signature = base::Base64UrlDecode(segments->signature);
  Assertion assertion;
  if (!header || !payload || !signature || !ReadHeader(*header, assertion)) return Bad();
  assertion.payload = *std::move(payload);
  assertion.signature = *std::move(signature);
  assertion.signing_input = text.substr(0, text.size() - segments->signature.size() - 1);
  if (!ReadPayload(assertion)) return Bad();
  return assertion;
}

base::Status CheckAssertion(const Assertion& assertion, std::span<const ClientKey> keys,
                            std::span<const std::string> audiences, base::Time now) {
  const std::string* audience = StringAt(assertion.payload, "aud");
  if (audience == nullptr || std::ranges::find(audiences, *audience) == audiences.end()) {
    return Bad();
  }
  if (!IsTimely(assertion, now) || !IsSigned(assertion, keys)) return Bad();
  return {};
}

}  // namespace bearward::token
