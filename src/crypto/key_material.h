// KeyMaterial, private to this room: what a signing or verifying key holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "crypto/openssl.h"
#include "crypto/sign.h"

namespace bearward::crypto {

// KeyMaterial is one key, public or private. It does not change once made, so threads share it.
class KeyMaterial {
 public:
  // OfSecret holds an HS256 key.
  static base::Result<std::shared_ptr<const KeyMaterial>> OfSecret(const base::Secret& secret);
  // OfPkey holds an RSA or P-256 key; it refuses one that does not fit the algorithm.
  static base::Result<std::shared_ptr<const KeyMaterial>> OfPkey(Algorithm algorithm, PkeyPtr key,
                                                                 bool is_private);

  // algorithm, secret and pkey give what is held; pkey is nullptr for HS256.
  Algorithm algorithm() const { return algorithm_; }
  const base::Secret& secret() const { return secret_; }
  EVP_PKEY* pkey() const { return copies_.empty() ? nullptr : copies_.front().key.get(); }
  // signature_size is the exact length of a signature in bytes.
  std::size_t signature_size() const { return signature_size_; }

  // SignContext and VerifyContext give a fresh context, ready for one message.
  MdCtxPtr SignContext() const;
  MdCtxPtr VerifyContext() const;

 private:
  // Copy is the key again with contexts set up once: duplicating a context is cheaper than setting
  // one up. Threads spread over the copies, because an RSA key has locks inside.
  struct Copy {
    PkeyPtr key;
    MdCtxPtr sign;
    MdCtxPtr verify;
  };
  KeyMaterial() = default;
  base::Status AddCopy(PkeyPtr key, bool is_private);
  const Copy& CopyOfThisThread() const;

  Algorithm algorithm_ = Algorithm::kHs256;
  std::size_t signature_size_ = 32;
  base::Secret secret_;
  std::vector<Copy> copies_;
};

// EcdsaToRaw turns a DER signature into r and s of 32 bytes each, EcdsaToDer does the reverse.
// Both give an empty string for what is no such signature.
std::string EcdsaToRaw(std::string_view der);
std::string EcdsaToDer(std::string_view raw);

}  // namespace bearward::crypto
