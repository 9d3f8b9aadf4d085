// TlsContext: OpenSSL's objects of a test server with TLS.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace bearward::testing {

// Freed frees an object of OpenSSL.
template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const { Free(value); }
};
using TlsContext = std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>>;
using TlsStream = std::unique_ptr<SSL, Freed<SSL, SSL_free>>;

// MakeTlsContext returns the context of a server with this certificate and key, PEM texts.
TlsContext MakeTlsContext(const std::string& certificate, const std::string& key);

}  // namespace bearward::testing
