#include "crypto/md5.h"

#include "crypto/openssl.h"

namespace bearward::crypto {

std::string Md5(std::string_view data) {
  const MdPtr algorithm(EVP_MD_fetch(nullptr, "MD5", nullptr));
  if (!algorithm) return {};
  std::string digest(16, '\0');
  const int made =
      EVP_Digest(data.data(), data.size(), Bytes(digest), nullptr, algorithm.get(), nullptr);
  return made == 1 ? digest : std::string();
}

}  // namespace bearward::crypto
