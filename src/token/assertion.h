// Assertion: the JWT with which a client proves that it holds a private key (RFC 7523 section 3).
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "crypto/sign.h"
#include "json/reader.h"
#include "token/client_keys.h"

namespace bearward::token {

// kLongestAssertion is the maximum size, in bytes. kLongestAssertionLife is how far in the future
// an assertion may expire, because its `jti` must be stored until then. Clients use up to an hour.
inline constexpr std::size_t kLongestAssertion = 8192;
inline constexpr std::chrono::seconds kLongestAssertionLife{3600};

// Assertion is parsed and NOT YET VERIFIED. The views point into the parsed string.
struct Assertion {
  crypto::Algorithm algorithm = crypto::Algorithm::kEs256;
  std::string kid;        // empty when the header has none
  std::string client_id;  // `iss` and `sub`, which are equal
  std::string id;         // `jti`
  base::Time expires_at;
  json::Value payload;
  std::string_view signing_input;
  std::string signature;
};

// ParseAssertion refuses ("bad_assertion") anything but a compact JWS with ES256 or RS256 and a
// JSON payload that has equal `iss` and `sub`, an `exp`, and a `jti` of 1 to 256 bytes. The detail
// of a refusal names the invalid member, never its value.
base::Result<Assertion> ParseAssertion(std::string_view text);

// CheckAssertion checks that a parsed assertion is addressed to one of `audiences` (exact match, as
// a string or in a list: RFC 7519 section 4.1.3), is within its lifetime, and is signed by one of
// the keys. Otherwise it fails with "bad_assertion" and a detail as above. Both s values of an
// ES256 signature are accepted. The store checks, by the `jti`, whether the assertion was used
// before.
base::Status CheckAssertion(const Assertion& assertion, std::span<const ClientKey> keys,
                            std::span<const std::string> audiences, base::Time now);

}  // namespace bearward::token
