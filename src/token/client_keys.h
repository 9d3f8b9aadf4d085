// Client keys: the public keys of a client, read from the JWK set that it registered (RFC 7517).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/sign.h"

namespace bearward::token {

// ClientKey is one key and its name, "" if it has none.
struct ClientKey {
  std::string kid;
  crypto::VerifyKey key;
};

// kLongestJwks bounds the text of a set, in bytes; kMostClientKeys the keys in it.
inline constexpr std::size_t kLongestJwks = 16 * 1024;
inline constexpr std::size_t kMostClientKeys = 16;

// ReadClientKeys reads a set of public keys for signatures: EC on P-256, and RSA of 2048 bits and
// more. kInvalid "bad_jwks" for anything else in it, private and shared keys above all: it is
// written by hand, so what cannot be used is a mistake to be told.
base::Result<std::vector<ClientKey>> ReadClientKeys(std::string_view text);
// ReadNewClientKeys does so for a set that is being registered. It refuses besides what an earlier
// release accepted: `key_ops` without "verify" (RFC 7517 section 4.3) and RSA keys of the flawed
// generator (crypto/weak_rsa.h).
base::Result<std::vector<ClientKey>> ReadNewClientKeys(std::string_view text);

}  // namespace bearward::token
