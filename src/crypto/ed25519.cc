#include "crypto/ed25519.h"

#include <sodium.h>

#include <array>
#include <utility>

#include "base/digest.h"
#include "crypto/hash.h"

namespace bearward::crypto {
namespace {

// libsodium reads and writes unsigned bytes.
const unsigned char* In(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // char may alias
}
unsigned char* Out(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());  // char may alias
}

}  // namespace

// These functions of libsodium need no sodium_init, because they use no random numbers.
Ed25519Key::Ed25519Key(const base::Secret& secret) {
  base::Digest seed = Sha256(secret.Reveal());
  std::string pair(crypto_sign_SECRETKEYBYTES, '\0');
  public_key_.resize(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_seed_keypair(Out(public_key_), Out(pair), seed.data());
  sodium_memzero(seed.data(), seed.size());
  secret_key_ = base::Secret(std::move(pair));
}

std::string Ed25519Key::Sign(std::string_view data) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(Out(signature), nullptr, In(data), data.size(), In(secret_key_.Reveal()));
  return signature;
}

bool Ed25519Key::Verify(std::string_view data, std::string_view signature) const {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(In(signature), In(data), data.size(), In(public_key_)) == 0;
}

}  // namespace bearward::crypto
