// Ed25519: detached signatures of one key that is derived from a seed (RFC 8032).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace bearward::crypto {

// Ed25519Key is a key pair. Immutable; const use is safe from any thread.
class Ed25519Key {
 public:
  // Ed25519Key derives the pair from any secret: equal secrets make equal keys. The seed is the
  // SHA-256 of the secret.
  explicit Ed25519Key(const base::Secret& secret);

  // Sign returns the signature of `data`, 64 bytes. Equal data have equal signatures.
  std::string Sign(std::string_view data) const;
  // Verify returns whether `signature` is the signature of `data` by this key.
  bool Verify(std::string_view data, std::string_view signature) const;
  // public_key returns the 32 bytes with which others verify.
  const std::string& public_key() const { return public_key_; }

 private:
  base::Secret secret_key_;
  std::string public_key_;
};

}  // namespace bearward::crypto
