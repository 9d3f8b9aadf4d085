#include "crypto/hash.h"

#include <cstdlib>

#include "crypto/openssl.h"

namespace bearward::crypto {
namespace {

// Sha256Hasher is the context of one thread. The algorithm is fetched once per process, because
// each fetch takes a lock that all threads share.
class Sha256Hasher {
 public:
  Sha256Hasher() : context_(EVP_MD_CTX_new()) { Check(context_ != nullptr); }

  void Begin() { Check(EVP_DigestInit_ex2(context_.get(), Algorithm(), nullptr) == 1); }
  void Add(std::string_view data) {
    Check(EVP_DigestUpdate(context_.get(), data.data(), data.size()) == 1);
  }
  base::Digest End() {
    base::Digest digest;
    Check(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
    return digest;
  }

 private:
  static const EVP_MD* Algorithm() {
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    Check(algorithm != nullptr);
    return algorithm;
  }
  // SHA-256 fails only if the process lacks the algorithm, and then it must not serve.
  static void Check(bool good) {
    if (!good) std::abort();
  }
  MdCtxPtr context_;
};

Sha256Hasher& OfThisThread() {
  thread_local Sha256Hasher hasher;
  return hasher;
}

}  // namespace

base::Digest Sha256(std::string_view data) {
  Sha256Hasher& hasher = OfThisThread();
  hasher.Begin();
  hasher.Add(data);
  return hasher.End();
}

base::Digest Sha256Parts(std::initializer_list<std::string_view> parts) {
  Sha256Hasher& hasher = OfThisThread();
  hasher.Begin();
  for (const std::string_view part : parts) {
    std::array<char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<char>((part.size() >> (8 * (7 - i))) & 0xff);
    }
    hasher.Add({length.data(), length.size()});
    hasher.Add(part);
  }
  return hasher.End();
}

}  // namespace bearward::crypto
