#include "crypto/key_material.h"

#include <openssl/core_names.h>

#include <array>
#include <atomic>
#include <cstring>

namespace bearward::crypto {
namespace {

constexpr std::size_t kLanes = 4;
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
      base::Invalid("invalid_key", "The type of the key does not match its algorithm.");
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
  for (std::size_t i = 1; i < kLanes; ++i) {
    BW_TRY(material->AddLane(PkeyPtr(EVP_PKEY_dup(key.get())), is_private));
  }
  BW_TRY(material->AddLane(std::move(key), is_private));
  return material;
}

base::Status KeyMaterial::AddLane(PkeyPtr key, bool is_private) {
  auto lane = std::make_unique<Lane>();
  lane->key = std::move(key);
  BW_TRY(Prepare(lane->verify, lane->key.get(), EVP_PKEY_verify_init));
  if (is_private) BW_TRY(Prepare(lane->sign, lane->key.get(), EVP_PKEY_sign_init));
  lanes_.push_back(std::move(lane));
  return {};
}

base::Status KeyMaterial::Prepare(Context& context, EVP_PKEY* key, int (*begin)(EVP_PKEY_CTX*)) {
  context.pattern.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (!context.pattern || begin(context.pattern.get()) != 1 ||
      EVP_PKEY_CTX_set_signature_md(context.pattern.get(), Sha256Algorithm()) != 1) {
    return base::Fail(OpenSslError("prepare a key"));
  }
  return {};
}

bool KeyMaterial::Lend(Context& context, const Use& use) {
  if (!context.pattern) return false;
  const auto copy = [&] { return PkeyCtxPtr(EVP_PKEY_CTX_dup(context.pattern.get())); };
  const std::unique_lock<std::mutex> lock(context.mutex, std::try_to_lock);
  if (!lock) {
    const PkeyCtxPtr another = copy();
    return another && use(another.get());
  }
  if (!context.used) context.used = copy();
  return context.used && use(context.used.get());
}

KeyMaterial::Lane& KeyMaterial::LaneOfThisThread() const {
  return *lanes_[NumberOfThisThread() % lanes_.size()];
}

bool KeyMaterial::WithSigner(const Use& use) const { return Lend(LaneOfThisThread().sign, use); }

bool KeyMaterial::WithVerifier(const Use& use) const {
  return Lend(LaneOfThisThread().verify, use);
}

namespace {

// The order n of P-256 (FIPS 186-4 section D.1.2.3), and n / 2 rounded down.
constexpr std::array<std::uint8_t, kEcHalf> kOrder = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
constexpr std::array<std::uint8_t, kEcHalf> kHalfOrder = {
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8};

// NegateS replaces s by n - s.
void NegateS(std::string& raw) {
  int borrow = 0;
  for (std::size_t i = kEcHalf; i-- > 0;) {
    const int digit = kOrder[i] - static_cast<unsigned char>(raw[kEcHalf + i]) - borrow;
    borrow = digit < 0 ? 1 : 0;
    raw[kEcHalf + i] = static_cast<char>(digit & 0xff);
  }
}

}  // namespace

std::string EcdsaToRaw(std::string_view der) {
  const unsigned char* at = Bytes(der);
  const EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!signature) return {};
  std::string raw(2 * kEcHalf, '\0');
  const bool fits =
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), Bytes(raw), kEcHalf) > 0 &&
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), Bytes(raw) + kEcHalf, kEcHalf) > 0;
  if (!fits) return {};
  if (!HasLowS(raw)) NegateS(raw);
  return raw;
}

// memcmp compares big-endian numbers of equal length correctly.
bool HasLowS(std::string_view signature) {
  if (signature.size() != 2 * kEcHalf) return false;
  return std::memcmp(signature.data() + kEcHalf, kHalfOrder.data(), kEcHalf) <= 0;
}

std::string EcdsaToDer(std::string_view raw) {
  if (raw.size() != 2 * kEcHalf) return {};
  BnPtr r(BN_bin2bn(Bytes(raw), kEcHalf, nullptr));
  BnPtr s(BN_bin2bn(Bytes(raw) + kEcHalf, kEcHalf, nullptr));
  const EcdsaSigPtr signature(ECDSA_SIG_new());
  if (!r || !s || !signature) return {};
  if (ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  // The signature now owns the two numbers.
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  std::array<unsigned char, 80> der{};
  unsigned char* at = der.data();
  const int length = i2d_ECDSA_SIG(signature.get(), &at);
  if (length <= 0) return {};
  return {reinterpret_cast<const char*>(der.data()), static_cast<std::size_t>(length)};
}

}  // namespace bearward::crypto
