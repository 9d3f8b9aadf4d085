// Client keys: the public keys of a client, read from its registered JWK set (RFC 7517).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/sign.h"

namespace bearward::token {

// ClientKey is one key with its name; the name is "" if it has none.
struct ClientKey {
  std::string kid;
  crypto::VerifyKey key;
};

// kLongestJwks is the maximum size of a set, in bytes; kMostClientKeys the maximum number of keys.
inline constexpr std::size_t kLongestJwks = 16 * 1024;
inline constexpr std::size_t kMostClientKeys = 16;

// ReadClientKeys reads a set of public signature keys: EC on P-256, and RSA with at least 2048
// bits. kInvalid "bad_jwks" for anything else in it, above all private and shared keys. The set is
// written by hand, so an unusable key is a mistake to report.
base::Result<std::vector<ClientKey>> ReadClientKeys(std::string_view text);
// ReadNewClientKeys does the same for a set that is being registered. It also refuses keys that an
// earlier release accepted: `key_ops` without "verify" (RFC 7517 section 4.3) and RSA keys of the
// flawed generator (crypto/weak_rsa.h).
base::Result<std::vector<ClientKey>> ReadNewClientKeys(std::string_view text);

}  // namespace bearward::token
