// Assertion: the JWT by which a client shows that it holds a private key (RFC 7523 section 3).
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

// kLongestAssertion bounds what is parsed, in bytes; kLongestAssertionLife how far ahead it may
// expire: it must be remembered that long. Clients are seen to write an hour.
inline constexpr std::size_t kLongestAssertion = 8192;
inline constexpr std::chrono::seconds kLongestAssertionLife{3600};

// Assertion is parsed and NOT YET VERIFIED. The views point into the parsed string.
struct Assertion {
  crypto::Algorithm algorithm = crypto::Algorithm::kEs256;
  std::string kid;        // empty when the header has none
  std::string client_id;  // `iss` and `sub`, which agree
  std::string id;         // `jti`
  base::Time expires_at;
  json::Value payload;
  std::string_view signing_input;
  std::string signature;
};

// ParseAssertion refuses ("bad_assertion") what is no compact JWS by ES256 or RS256 with a JSON
// payload whose `iss` and `sub` are one client, with `exp` and with a `jti` of 1 to 256 bytes. The
// detail of each refusal names the member at fault, never its value.
base::Result<Assertion> ParseAssertion(std::string_view text);

// CheckAssertion says whether a parsed assertion is meant for one of `audiences` (exactly, as a
// string or in a list: RFC 7519 section 4.1.3), within its time, and signed by one of the keys:
// "bad_assertion" otherwise, with a detail likewise. ES256 signatures of clients may have either s.
// Whether it was used before is for the store to say, by its `jti`.
base::Status CheckAssertion(const Assertion& assertion, std::span<const ClientKey> keys,
                            std::span<const std::string> audiences, base::Time now);

}  // namespace bearward::token
