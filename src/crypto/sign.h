// Sign: the three supported signature algorithms of JSON Web Signatures (RFC 7518 section 3). A key
// is bound to its algorithm, so that no caller and no token can select another one.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/words.h"

namespace bearward::crypto {

// Algorithm is the closed set of signature algorithms; "none" is not among them.
enum class Algorithm { kHs256, kRs256, kEs256 };

// HasLowS returns whether an ES256 signature in raw form has the lower one of the two valid values
// of s, which are s and n - s. Signatures created here always do. It does not verify the signature.
bool HasLowS(std::string_view signature);

class KeyMaterial;  // private to this module

// VerifyKey verifies signatures of one algorithm. For HS256 it holds the secret itself, for the
// others only the public key. Copies share the key; const use is safe from any thread.
class VerifyKey {
 public:
  explicit VerifyKey(std::shared_ptr<const KeyMaterial> material);

  // FromRsa takes modulus and exponent, big-endian (RFC 7518 section 6.3.1). A modulus under 2048
  // bits fails with "weak_key", one over 8192 bits with "invalid_key".
  static base::Result<VerifyKey> FromRsa(std::string_view modulus, std::string_view exponent);
  // FromEc takes the 32-byte coordinates of a P-256 point; a point off the curve is "invalid_key".
  static base::Result<VerifyKey> FromEc(std::string_view x, std::string_view y);
  // FromSecret takes the bytes of an HS256 key; fewer than 32 fail with "weak_key" (RFC 7518
  // section 3.2).
  static base::Result<VerifyKey> FromSecret(const base::Secret& secret);

  // algorithm returns the only algorithm that this key verifies.
  Algorithm algorithm() const;
  // Verify returns whether `signature`, in the raw form of JWS, is valid for `data`. The length
  // must be exact: 32 bytes for HS256, 64 (r, s) for ES256, the length of the modulus for RS256.
  bool Verify(std::string_view data, std::string_view signature) const;

  // modulus and exponent return the RSA numbers, big-endian without leading zeros; "" otherwise.
  std::string modulus() const;
  std::string exponent() const;
  // x and y return the P-256 coordinates, 32 bytes each; "" for other algorithms.
  std::string x() const;
  std::string y() const;
  // public_der returns the SubjectPublicKeyInfo (RFC 5280 section 4.1); "" for HS256.
  std::string public_der() const;

 private:
  std::shared_ptr<const KeyMaterial> material_;
};

// SigningKey signs with one algorithm. Copies share the key; const use is safe from any thread.
class SigningKey {
 public:
  // Generate creates a new key: 32 bytes of `entropy` for HS256, 2048-bit RSA, or P-256. The
  // asymmetric keys use OpenSSL's random generator.
  static base::Result<SigningKey> Generate(Algorithm algorithm, base::Entropy& entropy);
  // Load parses what Serialize returned. A key of another kind, a weak or a damaged key fails with
  // "invalid_key" or "weak_key".
  static base::Result<SigningKey> Load(Algorithm algorithm, const base::Secret& serialized);

  // Serialize returns the private key: raw bytes for HS256, PKCS#8 DER (RFC 5958) for the others.
  base::Secret Serialize() const;
  // algorithm returns the only algorithm with which this key signs.
  Algorithm algorithm() const;
  // Sign returns the signature in the raw form of JWS; for ES256 r and the low s, 32 bytes each.
  base::Result<std::string> Sign(std::string_view data) const;
  // verify_key returns the public key; for HS256 the same secret.
  VerifyKey verify_key() const;

 private:
  explicit SigningKey(std::shared_ptr<const KeyMaterial> material);
  std::shared_ptr<const KeyMaterial> material_;
};

}  // namespace bearward::crypto

template <>
struct bearward::base::WordsOf<bearward::crypto::Algorithm> {
  static constexpr std::array<std::string_view, 3> kWords = {"HS256", "RS256", "ES256"};
};
