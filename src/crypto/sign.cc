#include "crypto/sign.h"

#include <openssl/err.h>

#include "crypto/hash.h"
#include "crypto/key_material.h"
#include "crypto/mac.h"

namespace bearward::crypto {
namespace {

base::Error InvalidKey() {
  ERR_clear_error();
  return base::Invalid("invalid_key", "The key cannot be read.");
}

base::Secret RandomSecret(base::Entropy& entropy) {
  std::string bytes(32, '\0');
  entropy.Fill({Bytes(bytes), bytes.size()});
  return base::Secret(std::move(bytes));
}

}  // namespace

SigningKey::SigningKey(std::shared_ptr<const KeyMaterial> material)
    : material_(std::move(material)) {}

base::Result<SigningKey> SigningKey::Generate(Algorithm algorithm, base::Entropy& entropy) {
  if (algorithm == Algorithm::kHs256) return Load(algorithm, RandomSecret(entropy));
  PkeyPtr key(algorithm == Algorithm::kRs256 ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
  if (!key) return base::Fail(OpenSslError("generate a key"));
  BW_TRY_ASSIGN(auto material, KeyMaterial::OfPkey(algorithm, std::move(key), true));
  return SigningKey(std::move(material));
}

base::Result<SigningKey> SigningKey::Load(Algorithm algorithm, const base::Secret& serialized) {
  const std::string_view bytes = serialized.Reveal();
  if (algorithm == Algorithm::kHs256) {
    BW_TRY_ASSIGN(auto secret, KeyMaterial::OfSecret(serialized));
    return SigningKey(std::move(secret));
  }
  const unsigned char* at = Bytes(bytes);
  PkeyPtr key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(bytes.size())));
  if (!key || at != Bytes(bytes) + bytes.size()) return base::Fail(InvalidKey());
  BW_TRY_ASSIGN(auto material, KeyMaterial::OfPkey(algorithm, std::move(key), true));
  SigningKey loaded(std::move(material));
  // Check that private and public half match. OpenSSL's own check of an RSA key also tests its
  // primes, which takes 50 ms per key at every start.
  const auto signature = loaded.Sign("probe");
  if (!signature || !loaded.verify_key().Verify("probe", *signature)) {
    return base::Fail(InvalidKey());
  }
  return loaded;
}

base::Secret SigningKey::Serialize() const {
  if (material_->pkey() == nullptr) return material_->secret();
  using InfoPtr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free<PKCS8_PRIV_KEY_INFO_free>>;
  const InfoPtr info(EVP_PKEY2PKCS8(material_->pkey()));
  unsigned char* bytes = nullptr;
  const int length = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &bytes) : 0;
  if (length <= 0) return base::Secret();
  base::Secret secret(
      std::string_view(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)));
  OPENSSL_clear_free(bytes, static_cast<std::size_t>(length));
  return secret;
}

Algorithm SigningKey::algorithm() const { return material_->algorithm(); }

base::Result<std::string> SigningKey::Sign(std::string_view data) const {
  if (material_->pkey() == nullptr) {
    return std::string(base::AsBytes(HmacSha256(material_->secret().Reveal(), data)));
  }
  const base::Digest digest = Sha256(data);
  // OpenSSL returns ECDSA signatures in DER form, which is longer than the raw form.
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(material_->pkey())), '\0');
  std::size_t length = signature.size();
  const bool made = material_->WithSigner([&](EVP_PKEY_CTX* context) {
    return EVP_PKEY_sign(context, Bytes(signature), &length, digest.data(), digest.size()) == 1;
  });
  if (!made) return base::Fail(OpenSslError("sign"));
  signature.resize(length);
  if (algorithm() == Algorithm::kEs256) signature = EcdsaToRaw(signature);
  if (signature.size() != material_->signature_size()) {
    return base::Fail(base::Internal("sign: a signature of unexpected length"));
  }
  return signature;
}

VerifyKey SigningKey::verify_key() const { return VerifyKey(material_); }

}  // namespace bearward::crypto
