// KeyMaterial: the contents of a signing or verifying key. Private to this module.
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

// KeyMaterial is one key, public or private. It is immutable, so threads can share it.
class KeyMaterial {
 public:
  // OfSecret holds an HS256 key.
  static base::Result<std::shared_ptr<const KeyMaterial>> OfSecret(const base::Secret& secret);
  // OfPkey holds an RSA or P-256 key; it fails if the key does not fit the algorithm.
  static base::Result<std::shared_ptr<const KeyMaterial>> OfPkey(Algorithm algorithm, PkeyPtr key,
                                                                 bool is_private);

  // algorithm, secret and pkey return what was given; pkey is nullptr for HS256.
  Algorithm algorithm() const { return algorithm_; }
  const base::Secret& secret() const { return secret_; }
  EVP_PKEY* pkey() const { return lanes_.empty() ? nullptr : lanes_.front()->key.get(); }
  // signature_size returns the exact length of a signature in bytes.
  std::size_t signature_size() const { return signature_size_; }

  // WithSigner and WithVerifier call `use` with a context that is ready for one digest, and return
  // its result; false if there is no context. Contexts are reused, because the setup of one costs a
  // tenth of a signature.
  using Use = std::function<bool(EVP_PKEY_CTX*)>;
  bool WithSigner(const Use& use) const;
  bool WithVerifier(const Use& use) const;

 private:
  // Context is a reusable context, for one thread at a time, and a pattern that is only copied: a
  // thread that finds the reusable one locked works with a copy.
  struct Context {
    std::mutex mutex;
    PkeyCtxPtr used;     // guarded by mutex
    PkeyCtxPtr pattern;  // nullptr if the key does not support it
  };
  // Threads are distributed over lanes. Each lane has its own copy of the key, because an RSA key
  // has internal locks.
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

// EcdsaToRaw converts a DER signature to r and s of 32 bytes each, EcdsaToDer does the reverse.
// Both return an empty string if the input is not such a signature. EcdsaToRaw chooses the lower
// one of s and n - s, which are both valid: see HasLowS.
std::string EcdsaToRaw(std::string_view der);
std::string EcdsaToDer(std::string_view raw);

}  // namespace bearward::crypto
