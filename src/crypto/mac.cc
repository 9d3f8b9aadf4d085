#include "crypto/mac.h"

#include <openssl/core_names.h>

#include <array>
#include <cstdlib>

#include "crypto/openssl.h"

namespace bearward::crypto {
namespace {

void Check(bool good) {
  // HMAC fails only if the process lacks the algorithm, and then it must not serve.
  if (!good) std::abort();
}

MacCtxPtr NewContext() {
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  Check(algorithm != nullptr);
  MacCtxPtr context(EVP_MAC_CTX_new(algorithm));
  std::array<char, 9> digest{"SHA2-256"};
  const std::array<OSSL_PARAM, 2> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  Check(context != nullptr && EVP_MAC_CTX_set_params(context.get(), params.data()) == 1);
  return context;
}

}  // namespace

base::Digest HmacSha256(std::string_view key, std::string_view data) {
  thread_local const MacCtxPtr context = NewContext();
  // OpenSSL treats a null pointer as "the key of the previous call".
  if (key.data() == nullptr) key = "";
  base::Digest digest;
  std::size_t length = 0;
  Check(EVP_MAC_init(context.get(), Bytes(key), key.size(), nullptr) == 1);
  Check(EVP_MAC_update(context.get(), Bytes(data), data.size()) == 1);
  Check(EVP_MAC_final(context.get(), digest.data(), &length, digest.size()) == 1);
  // Overwrite the caller's key, which would otherwise remain in this thread's context.
  static constexpr std::array<unsigned char, 1> kNoKey{};
  Check(EVP_MAC_init(context.get(), kNoKey.data(), kNoKey.size(), nullptr) == 1);
  return digest;
}

}  // namespace bearward::crypto
