#include "crypto/aead.h"

#include <openssl/err.h>

#include "crypto/openssl.h"

namespace bearward::crypto {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kMaxSize = std::size_t{1} << 30;  // OpenSSL uses int for lengths

const EVP_CIPHER* Cipher() {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

base::Error NotSealed() {
  ERR_clear_error();
  return base::Invalid("not_sealed", "The sealed value cannot be opened.");
}

// Feed passes bytes through the cipher; with a null `out` they are only authenticated.
bool Feed(EVP_CIPHER_CTX* context, unsigned char* out, std::string_view in) {
  int length = 0;
  return EVP_CipherUpdate(context, out, &length, Bytes(in), static_cast<int>(in.size())) == 1;
}

CipherCtxPtr NewContext(const base::Secret& key, std::string_view nonce, bool encrypt) {
  CipherCtxPtr context(EVP_CIPHER_CTX_new());
  if (!context || EVP_CipherInit_ex2(context.get(), Cipher(), Bytes(key.Reveal()), Bytes(nonce),
                                     encrypt ? 1 : 0, nullptr) != 1) {
    return nullptr;
  }
  return context;
}

}  // namespace

base::Result<std::string> Seal(const base::Secret& key, std::string_view plaintext,
                               std::string_view context, base::Entropy& entropy) {
  if (key.Reveal().size() != kKeySize) return base::Fail(base::Internal("seal: key length"));
  if (plaintext.size() > kMaxSize || context.size() > kMaxSize) {
    return base::Fail(base::Internal("seal: too long"));
  }
  std::string sealed(kNonceSize + plaintext.size() + kTagSize, '\0');
  entropy.Fill({Bytes(sealed), kNonceSize});
  const auto cipher = NewContext(key, std::string_view(sealed).substr(0, kNonceSize), true);
  unsigned char* body = Bytes(sealed) + kNonceSize;
  unsigned char* tag = body + plaintext.size();
  int length = 0;
  const bool good = cipher && Feed(cipher.get(), nullptr, context) &&
                    Feed(cipher.get(), body, plaintext) &&
                    EVP_CipherFinal_ex(cipher.get(), tag, &length) == 1 &&
                    EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, tag) == 1;
  if (!good) return base::Fail(OpenSslError("seal"));
  return sealed;
}

base::Result<base::Secret> Open(const base::Secret& key, std::string_view sealed,
                                std::string_view context) {
  if (key.Reveal().size() != kKeySize) return base::Fail(base::Internal("open: key length"));
  const bool fits = sealed.size() >= kNonceSize + kTagSize && sealed.size() <= kMaxSize;
  if (!fits || context.size() > kMaxSize) return base::Fail(NotSealed());
  const std::size_t size = sealed.size() - kNonceSize - kTagSize;
  const std::string_view body = sealed.substr(kNonceSize, size);
  std::string tag(sealed.substr(kNonceSize + size));
  std::string plain(size, '\0');
  const auto cipher = NewContext(key, sealed.substr(0, kNonceSize), false);
  if (!cipher) return base::Fail(OpenSslError("open"));
  unsigned char rest[kTagSize];
  int length = 0;
  const bool good =
      Feed(cipher.get(), nullptr, context) && Feed(cipher.get(), Bytes(plain), body) &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) == 1 &&
      EVP_CipherFinal_ex(cipher.get(), rest, &length) == 1;
  base::Secret opened(std::move(plain));
  if (!good) return base::Fail(NotSealed());
  return opened;
}

}  // namespace bearward::crypto
