// Sign: the three signature algorithms of JSON Web Signatures that we use (RFC 7518 section 3).
// A key knows its algorithm, so that no caller and no token can choose another one for it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::crypto {

// Algorithm is the closed set of signature algorithms; "none" is not among them.
enum class Algorithm { kHs256, kRs256, kEs256 };

// AlgorithmName gives the JOSE name, for example "ES256".
std::string_view AlgorithmName(Algorithm algorithm);
// AlgorithmFromName reads a JOSE name, exact in case; nullopt for all others.
std::optional<Algorithm> AlgorithmFromName(std::string_view name);

// HasLowS says whether an ES256 signature in raw form has the lower one of the two values of s that
// verify, s and n - s: ours always have. It does not verify the signature.
bool HasLowS(std::string_view signature);

class KeyMaterial;  // private to the room

// VerifyKey checks signatures of one algorithm. For HS256 it holds the secret itself, for the
// others only the public key. Copies share the key; const use is safe from any thread.
class VerifyKey {
 public:
  explicit VerifyKey(std::shared_ptr<const KeyMaterial> material);

  // FromRsa takes big-endian modulus and exponent (RFC 7518 section 6.3.1); under 2048 bits and
  // over 8192 bits it fails with "weak_key" and "invalid_key".
  static base::Result<VerifyKey> FromRsa(std::string_view modulus, std::string_view exponent);
  // FromEc takes the 32-byte coordinates of a P-256 point; a point off the curve is "invalid_key".
  static base::Result<VerifyKey> FromEc(std::string_view x, std::string_view y);
  // FromSecret takes the bytes of an HS256 key; fewer than 32 fail with "weak_key" (RFC 7518
  // section 3.2).
  static base::Result<VerifyKey> FromSecret(const base::Secret& secret);

  // algorithm tells the only algorithm this key verifies.
  Algorithm algorithm() const;
  // Verify says whether `signature`, in the raw form of JWS, signs `data`. The length must be
  // exact: 32 bytes for HS256, 64 (r, s) for ES256, the modulus length for RS256.
  bool Verify(std::string_view data, std::string_view signature) const;

  // modulus and exponent are the RSA numbers, big-endian without leading zeros; else empty.
  std::string modulus() const;
  std::string exponent() const;
  // x and y are the P-256 coordinates, 32 bytes each; else empty.
  std::string x() const;
  std::string y() const;
  // public_der is the SubjectPublicKeyInfo (RFC 5280 section 4.1); empty for HS256.
  std::string public_der() const;

 private:
  std::shared_ptr<const KeyMaterial> material_;
};

// SigningKey signs with one algorithm. Copies share the key; const use is safe from any thread.
class SigningKey {
 public:
  // Generate makes a new key: 32 bytes of `entropy` for HS256, RSA with 2048 bits, P-256. The
  // asymmetric ones draw from the library's own generator.
  static base::Result<SigningKey> Generate(Algorithm algorithm, base::Entropy& entropy);
  // Load reads what Serialize wrote. A key of another kind, too weak or damaged is refused with
  // "invalid_key" or "weak_key".
  static base::Result<SigningKey> Load(Algorithm algorithm, const base::Secret& serialized);

  // Serialize gives the private key: raw bytes for HS256, PKCS#8 DER (RFC 5958) for the others.
  base::Secret Serialize() const;
  // algorithm tells the only algorithm this key signs with.
  Algorithm algorithm() const;
  // Sign returns the signature in the raw form of JWS; ES256 is r and the low s, 32 bytes each.
  base::Result<std::string> Sign(std::string_view data) const;
  // verify_key gives the other half; for HS256 the same secret.
  VerifyKey verify_key() const;

 private:
  explicit SigningKey(std::shared_ptr<const KeyMaterial> material);
  std::shared_ptr<const KeyMaterial> material_;
};

}  // namespace bearward::crypto
