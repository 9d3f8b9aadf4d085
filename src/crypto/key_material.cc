#include "crypto/key_material.h"

#include <openssl/core_names.h>

#include <array>
#include <atomic>

namespace bearward::crypto {
namespace {

constexpr std::size_t kRsaCopies = 4;
constexpr std::size_t kEcHalf = 32;
constexpr std::size_t kMinHmacKey = 32;
constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;

const EVP_MD* Sha256Algorithm() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  return algorithm;
}

bool IsP256(const EVP_PKEY* key) {
  std::array<char, 32> group{};
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == "prime256v1";
}

base::Status CheckKind(Algorithm algorithm, const EVP_PKEY* key) {
  const base::Error wrong =
      base::Invalid("invalid_key", "The key is not of the kind it should be.");
  if (algorithm == Algorithm::kEs256) {
    return IsP256(key) ? base::Status() : base::Fail(wrong);
  }
  if (EVP_PKEY_is_a(key, "RSA") != 1) return base::Fail(wrong);
  const int bits = EVP_PKEY_get_bits(key);
  if (bits > kMaxRsaBits) return base::Fail(wrong);
  if (bits < kMinRsaBits) {
    return base::Fail(base::Invalid("weak_key", "An RSA key needs at least 2048 bits."));
  }
  return {};
}

MdCtxPtr Duplicate(const EVP_MD_CTX* context) {
  MdCtxPtr fresh(EVP_MD_CTX_new());
  if (!fresh || context == nullptr || EVP_MD_CTX_copy_ex(fresh.get(), context) != 1) return nullptr;
  return fresh;
}

std::size_t NumberOfThisThread() {
  static std::atomic<std::size_t> next = 0;
  thread_local const std::size_t number = next.fetch_add(1, std::memory_order_relaxed);
  return number;
}

}  // namespace

base::Result<std::shared_ptr<const KeyMaterial>> KeyMaterial::OfSecret(const base::Secret& secret) {
  if (secret.Reveal().size() < kMinHmacKey) {
    return base::Fail(base::Invalid("weak_key", "An HS256 key needs at least 32 bytes."));
  }
  std::shared_ptr<KeyMaterial> material(new KeyMaterial);
  material->secret_ = secret;
  return material;
}

base::Result<std::shared_ptr<const KeyMaterial>> KeyMaterial::OfPkey(Algorithm algorithm,
                                                                     PkeyPtr key, bool is_private) {
  BW_TRY(CheckKind(algorithm, key.get()));
  std::shared_ptr<KeyMaterial> material(new KeyMaterial);
  material->algorithm_ = algorithm;
  material->signature_size_ = algorithm == Algorithm::kEs256
                                  ? 2 * kEcHalf
                                  : static_cast<std::size_t>(EVP_PKEY_get_size(key.get()));
  const std::size_t more = algorithm == Algorithm::kRs256 ? kRsaCopies - 1 : 0;
  for (std::size_t i = 0; i < more; ++i) {
    BW_TRY(material->AddCopy(PkeyPtr(EVP_PKEY_dup(key.get())), is_private));
  }
  BW_TRY(material->AddCopy(std::move(key), is_private));
  return material;
}

base::Status KeyMaterial::AddCopy(PkeyPtr key, bool is_private) {
  Copy copy{std::move(key), MdCtxPtr(EVP_MD_CTX_new()), MdCtxPtr(EVP_MD_CTX_new())};
  const bool made = copy.key && copy.sign && copy.verify;
  if (!made || EVP_DigestVerifyInit(copy.verify.get(), nullptr, Sha256Algorithm(), nullptr,
                                    copy.key.get()) != 1) {
    return base::Fail(OpenSslError("prepare verifying"));
  }
  if (is_private && EVP_DigestSignInit(copy.sign.get(), nullptr, Sha256Algorithm(), nullptr,
                                       copy.key.get()) != 1) {
    return base::Fail(OpenSslError("prepare signing"));
  }
  if (!is_private) copy.sign.reset();
  copies_.push_back(std::move(copy));
  return {};
}

const KeyMaterial::Copy& KeyMaterial::CopyOfThisThread() const {
  return copies_[NumberOfThisThread() % copies_.size()];
}

MdCtxPtr KeyMaterial::SignContext() const { return Duplicate(CopyOfThisThread().sign.get()); }

MdCtxPtr KeyMaterial::VerifyContext() const { return Duplicate(CopyOfThisThread().verify.get()); }

std::string EcdsaToRaw(std::string_view der) {
  const unsigned char* at = Bytes(der);
  const EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!signature) return {};
  std::string raw(2 * kEcHalf, '\0');
  const bool fits =
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), Bytes(raw), kEcHalf) > 0 &&
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), Bytes(raw) + kEcHalf, kEcHalf) > 0;
  return fits ? raw : std::string();
}

std::string EcdsaToDer(std::string_view raw) {
  if (raw.size() != 2 * kEcHalf) return {};
  BnPtr r(BN_bin2bn(Bytes(raw), kEcHalf, nullptr));
  BnPtr s(BN_bin2bn(Bytes(raw) + kEcHalf, kEcHalf, nullptr));
  const EcdsaSigPtr signature(ECDSA_SIG_new());
  if (!r || !s || !signature) return {};
  if (ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  // The signature owns the two numbers from here on.
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  std::array<unsigned char, 80> der{};
  unsigned char* at = der.data();
  const int length = i2d_ECDSA_SIG(signature.get(), &at);
  if (length <= 0) return {};
  return {reinterpret_cast<const char*>(der.data()), static_cast<std::size_t>(length)};
}

}  // namespace bearward::crypto
