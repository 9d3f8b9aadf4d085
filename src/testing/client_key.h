// ClientKey: the key of a client that authenticates by assertions.
#pragma once

#include <string>
#include <string_view>

#include "crypto/sign.h"
#include "json/reader.h"

namespace bearward::testing {

// ClientKey holds a private key; each is a new one.
class ClientKey {
 public:
  explicit ClientKey(crypto::Algorithm algorithm = crypto::Algorithm::kEs256,
                     std::string kid = "client-key-1");

  // jwk is its public half, jwks a set of that alone.
  std::string jwk() const;
  std::string jwks() const { return "{\"keys\":[" + jwk() + "]}"; }
  // Sign makes a compact JWS of a payload, the text of JSON; `header` replaces the usual one.
  std::string Sign(std::string_view payload, std::string_view header = {}) const;
  const crypto::SigningKey& key() const { return key_; }

 private:
  crypto::SigningKey key_;
  std::string kid_;
};

// AssertionPayload writes the claims of an assertion; a test changes what it is about.
struct AssertionPayload {
  std::string issuer;
  std::string subject;
  std::string audience;
  std::int64_t expires_at = 0;
  std::string id = "jti-1";
  std::string more = {};  // further members, beginning with a comma

  std::string Text() const;
};

}  // namespace bearward::testing
