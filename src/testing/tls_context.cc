#include "testing/tls_context.h"

#include <openssl/pem.h>

namespace bearward::testing {
namespace {

using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;

}  // namespace

TlsContext MakeTlsContext(const std::string& certificate, const std::string& key) {
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  BIO* const first = BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size()));
  BIO* const second = BIO_new_mem_buf(key.data(), static_cast<int>(key.size()));
  const Certificate x509(PEM_read_bio_X509(first, nullptr, nullptr, nullptr));
  const Key pkey(PEM_read_bio_PrivateKey(second, nullptr, nullptr, nullptr));
  BIO_free(first);
  BIO_free(second);
  SSL_CTX_use_certificate(context.get(), x509.get());
  SSL_CTX_use_PrivateKey(context.get(), pkey.get());
  return context;
}

}  // namespace bearward::testing
