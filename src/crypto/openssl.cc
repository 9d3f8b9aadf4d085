#include "crypto/openssl.h"

#include <openssl/err.h>

#include <array>

namespace bearward::crypto {

base::Error OpenSslError(std::string_view what) {
  std::string detail(what);
  while (const unsigned long code = ERR_get_error()) {
    std::array<char, 160> text{};
    ERR_error_string_n(code, text.data(), text.size());
    detail.append("; ").append(text.data());
  }
  return base::Internal(std::move(detail));
}

}  // namespace bearward::crypto
