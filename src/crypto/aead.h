// Aead: authenticated encryption of small secrets with AES-256-GCM (NIST SP 800-38D).
#pragma once

#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::crypto {

// Seal encrypts under a 32-byte key and binds `context`, which is authenticated but not stored.
// The result is nonce (12 random bytes), ciphertext, tag (16 bytes). A key of another length is an
// internal error. Nonces are random: one key serves at most 2^32 seals.
base::Result<std::string> Seal(const base::Secret& key, std::string_view plaintext,
                               std::string_view context, base::Entropy& entropy);

// Open undoes Seal. A wrong key, another context or any changed byte fails alike with "not_sealed".
base::Result<base::Secret> Open(const base::Secret& key, std::string_view sealed,
                                std::string_view context);

}  // namespace bearward::crypto
