// Aead: authenticated encryption of small secrets with AES-256-GCM (NIST SP 800-38D).
#pragma once

#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::crypto {

// Seal encrypts with a 32-byte key and binds the result to `context`, which is authenticated but
// not stored. The result is the nonce (12 random bytes), the ciphertext and the tag (16 bytes). A
// key of another length is an internal error. Nonces are random, so use one key for at most 2^32
// calls.
base::Result<std::string> Seal(const base::Secret& key, std::string_view plaintext,
                               std::string_view context, base::Entropy& entropy);

// Open decrypts what Seal returned. A wrong key, another context and any changed byte all fail with
// "not_sealed".
base::Result<base::Secret> Open(const base::Secret& key, std::string_view sealed,
                                std::string_view context);

}  // namespace bearward::crypto
