#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <array>

#include "crypto/hash.h"
#include "crypto/key_material.h"
#include "crypto/mac.h"
#include "crypto/sign.h"

namespace bearward::crypto {
namespace {

using BuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using ParamsPtr = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;

constexpr std::size_t kMaxRsaBytes = 1024;

base::Error InvalidKey() {
  ERR_clear_error();
  return base::Invalid("invalid_key", "The key cannot be read.");
}

PkeyPtr PublicFromParams(const char* type, OSSL_PARAM* params) {
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || params == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) != 1) return nullptr;
  PkeyPtr owned(key);
  const PkeyCtxPtr check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (!check || EVP_PKEY_public_check(check.get()) != 1) return nullptr;
  return owned;
}

std::string Number(const EVP_PKEY* key, const char* name, int width) {
  BIGNUM* raw = nullptr;
  if (key == nullptr || EVP_PKEY_get_bn_param(key, name, &raw) != 1) {
    ERR_clear_error();
    return {};
  }
  const BnPtr number(raw);
  std::string bytes(static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(raw)), '\0');
  if (BN_bn2binpad(raw, Bytes(bytes), static_cast<int>(bytes.size())) < 0) return {};
  return bytes;
}

}  // namespace

VerifyKey::VerifyKey(std::shared_ptr<const KeyMaterial> material)
    : material_(std::move(material)) {}

base::Result<VerifyKey> VerifyKey::FromRsa(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > kMaxRsaBytes || exponent.size() > 8) return base::Fail(InvalidKey());
  const BnPtr n(BN_bin2bn(Bytes(modulus), static_cast<int>(modulus.size()), nullptr));
  const BnPtr e(BN_bin2bn(Bytes(exponent), static_cast<int>(exponent.size()), nullptr));
  const BuilderPtr builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return base::Fail(OpenSslError("build an RSA key"));
  }
  if (BN_num_bits(n.get()) < 2048) {
    return base::Fail(base::Invalid("weak_key", "An RSA key needs at least 2048 bits."));
  }
  const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder.get()));
  PkeyPtr key = PublicFromParams("RSA", params.get());
  if (!key) return base::Fail(InvalidKey());
  BW_TRY_ASSIGN(auto material, KeyMaterial::OfPkey(Algorithm::kRs256, std::move(key), false));
  return VerifyKey(std::move(material));
}

base::Result<VerifyKey> VerifyKey::FromEc(std::string_view x, std::string_view y) {
  if (x.size() != 32 || y.size() != 32) return base::Fail(InvalidKey());
  std::string point = "\x04";  // uncompressed (SEC 1 section 2.3.3)
  point.append(x).append(y);
  std::array<char, 6> group{"P-256"};
  std::array<OSSL_PARAM, 3> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  PkeyPtr key = PublicFromParams("EC", params.data());
  if (!key) return base::Fail(InvalidKey());
  BW_TRY_ASSIGN(auto material, KeyMaterial::OfPkey(Algorithm::kEs256, std::move(key), false));
  return VerifyKey(std::move(material));
}

base::Result<VerifyKey> VerifyKey::FromSecret(const base::Secret& secret) {
  BW_TRY_ASSIGN(auto material, KeyMaterial::OfSecret(secret));
  return VerifyKey(std::move(material));
}

Algorithm VerifyKey::algorithm() const { return material_->algorithm(); }

bool VerifyKey::Verify(std::string_view data, std::string_view signature) const {
  if (signature.size() != material_->signature_size()) return false;
  if (material_->pkey() == nullptr) {
    const base::Digest expected = HmacSha256(material_->secret().Reveal(), data);
    return base::ConstantTimeEqual(base::AsBytes(expected), signature);
  }
  const bool is_ec = algorithm() == Algorithm::kEs256;
  const std::string der = is_ec ? EcdsaToDer(signature) : std::string();
  const std::string_view form = is_ec ? std::string_view(der) : signature;
  const base::Digest digest = Sha256(data);
  const bool good = !form.empty() && material_->WithVerifier([&](EVP_PKEY_CTX* context) {
    return EVP_PKEY_verify(context, Bytes(form), form.size(), digest.data(), digest.size()) == 1;
  });
  // A refused signature leaves errors in the queue, which the next failure would report as its own.
  if (!good) ERR_clear_error();
  return good;
}

std::string VerifyKey::modulus() const { return Number(material_->pkey(), "n", 0); }

std::string VerifyKey::exponent() const { return Number(material_->pkey(), "e", 0); }

std::string VerifyKey::x() const { return Number(material_->pkey(), "qx", 32); }

std::string VerifyKey::y() const { return Number(material_->pkey(), "qy", 32); }

std::string VerifyKey::public_der() const {
  if (material_->pkey() == nullptr) return {};
  unsigned char* bytes = nullptr;
  const int length = i2d_PUBKEY(material_->pkey(), &bytes);
  if (length <= 0) return {};
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

}  // namespace bearward::crypto
