// KeyMaterial, private to this room: what a signing or verifying key holds.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
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
  EVP_PKEY* pkey() const { return lanes_.empty() ? nullptr : lanes_.front()->key.get(); }
  // signature_size is the exact length of a signature in bytes.
  std::size_t signature_size() const { return signature_size_; }

  // WithSigner and WithVerifier lend `use` a context that is ready for one digest, and give what it
  // said; false when there is none. Contexts are set up once: that costs a tenth of a signature.
  using Use = std::function<bool(EVP_PKEY_CTX*)>;
  bool WithSigner(const Use& use) const;
  bool WithVerifier(const Use& use) const;

 private:
  // Context is one that is used over and over, by one thread at a time, and its pattern, which is
  // only ever copied: for whoever finds it taken.
  struct Context {
    std::mutex mutex;
    PkeyCtxPtr used;     // guarded by mutex
    PkeyCtxPtr pattern;  // nullptr when the key cannot do this
  };
  // Threads spread over the lanes. Each has the key again, because an RSA key has locks inside.
  struct Lane {
    PkeyPtr key;
    Context sign;
    Context verify;
  };
  KeyMaterial() = default;
  base::Status AddLane(PkeyPtr key, bool is_private);
  static base::Status Prepare(Context& context, EVP_PKEY* key, int (*begin)(EVP_PKEY_CTX*));
  static bool Lend(Context& context, const Use& use);
  Lane& LaneOfThisThread() const;

  Algorithm algorithm_ = Algorithm::kHs256;
  std::size_t signature_size_ = 32;
  base::Secret secret_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

// EcdsaToRaw turns a DER signature into r and s of 32 bytes each, EcdsaToDer does the reverse.
// Both return an empty string for what is no such signature. EcdsaToRaw takes the lower one of s
// and n - s, which sign the same: see HasLowS.
std::string EcdsaToRaw(std::string_view der);
std::string EcdsaToDer(std::string_view raw);

}  // namespace bearward::crypto
