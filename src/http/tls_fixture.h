// A server with a certificate, and a TLS client that accepts every certificate.
#pragma once

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "crypto/certificate.h"
#include "http/tls.h"
#include "testing/fake_entropy.h"
#include "testing/server_fixture.h"

namespace bearward::http {

inline crypto::SelfSigned MakeCertificate(const std::string& name) {
  bearward::testing::FakeEntropy entropy;
  bearward::testing::FakeClock clock;
  crypto::SelfSignedRequest request;
  request.common_name = name;
  request.dns_names = {name};
  request.not_before = clock.Now();
  return *crypto::MakeSelfSigned(request, entropy);
}

// TlsClient is a TLS client over a RawClient's socket; it accepts every certificate.
class TlsClient {
 public:
  // `receive_buffer` is that of RawClient.
  explicit TlsClient(std::uint16_t port, int receive_buffer = 0)
      : raw_(port, receive_buffer),
        context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
        ssl_(SSL_new(context_.get()), SSL_free) {
    SSL_set_fd(ssl_.get(), raw_.fd());
  }

  SSL* ssl() { return ssl_.get(); }
  int fd() const { return raw_.fd(); }
  // OfferHttp2 makes the client offer both protocols, before Handshake.
  void OfferHttp2() {
    constexpr unsigned char kBoth[] = "\x02h2\x08http/1.1";
    SSL_set_alpn_protos(ssl_.get(), kBoth, sizeof kBoth - 1);
  }
  // Protocol returns what the handshake has selected.
  std::string Protocol() {
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
    return {reinterpret_cast<const char*>(chosen), size};
  }
  bool Handshake() { return SSL_connect(ssl_.get()) == 1; }
  void Send(std::string_view bytes) {
    SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  }
  // ReadUntil reads until the bytes end with `text`, or until the end of the input.
  std::string ReadUntil(std::string_view text) {
    std::string out;
    char bytes[4096];
    int count = 0;
    while (!out.ends_with(text) && (count = SSL_read(ssl_.get(), bytes, sizeof bytes)) > 0) {
      out.append(bytes, static_cast<std::size_t>(count));
    }
    return out;
  }
  // Read returns what arrives next, "" at the end of the input.
  std::string Read() {
    char bytes[16384];
    const int count = SSL_read(ssl_.get(), bytes, sizeof bytes);
    return count > 0 ? std::string(bytes, static_cast<std::size_t>(count)) : "";
  }
  std::string PeerName() {
    const std::unique_ptr<X509, void (*)(X509*)> peer(SSL_get1_peer_certificate(ssl_.get()),
                                                      X509_free);
    char name[100] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(peer.get()), NID_commonName, name, sizeof name);
    return name;
  }

 private:
  testing::RawClient raw_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
};

// TlsFixture serves with tls_ once Load has made its certificate.
class TlsFixture : public testing::ServerFixture {
 protected:
  void Load(const std::string& name) {
    const crypto::SelfSigned made = MakeCertificate(name);
    const auto status = tls_.Load(made.certificate_pem, made.key_pem);
    ASSERT_TRUE(status.has_value()) << status.error().public_text;
  }

  TlsContext tls_;
};

}  // namespace bearward::http
