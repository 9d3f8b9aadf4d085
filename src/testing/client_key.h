// ClientKey: the key of a client that authenticates by client assertions.
#pragma once

#include <string>
#include <string_view>

#include "crypto/sign.h"
#include "json/reader.h"

namespace bearward::testing {

// ClientKey holds a private key; each object generates a new one.
class ClientKey {
 public:
  explicit ClientKey(crypto::Algorithm algorithm = crypto::Algorithm::kEs256,
                     std::string kid = "client-key-1");

  // jwk returns the public key, jwks a JWK set with this key only.
  std::string jwk() const;
  std::string jwks() const { return "{\"keys\":[" + jwk() + "]}"; }
  // Sign returns a compact JWS of a payload, which is a JSON text; `header` replaces the default
  // header.
  std::string Sign(std::string_view payload, std::string_view header = {}) const;
  const crypto::SigningKey& key() const { return key_; }

 private:
  crypto::SigningKey key_;
  std::string kid_;
};

// AssertionPayload contains the claims of an assertion; a test sets the claims that it tests.
struct AssertionPayload {
  std::string issuer;
  std::string subject;
  std::string audience;
  std::int64_t expires_at = 0;
  std::string id = "jti-1";
  std::string more = {};  // further members, starting with a comma

  std::string Text() const;
};

}  // namespace bearward::testing
