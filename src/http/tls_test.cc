#include "http/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "crypto/certificate.h"
#include "testing/fake_entropy.h"
#include "testing/server_fixture.h"

namespace bearward::http {
namespace {

using bearward::testing::Echo;
using bearward::testing::Hello;
using bearward::testing::RawClient;
using bearward::testing::ServerFixture;
using ::testing::EndsWith;

crypto::SelfSigned MakeCertificate(const std::string& name) {
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
  explicit TlsClient(std::uint16_t port)
      : raw_(port),
        context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
        ssl_(SSL_new(context_.get()), SSL_free) {
    SSL_set_fd(ssl_.get(), raw_.fd());
  }

  SSL* ssl() { return ssl_.get(); }
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
  std::string PeerName() {
    const std::unique_ptr<X509, void (*)(X509*)> peer(SSL_get1_peer_certificate(ssl_.get()),
                                                      X509_free);
    char name[100] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(peer.get()), NID_commonName, name, sizeof name);
    return name;
  }

 private:
  RawClient raw_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
};

class TlsTest : public ServerFixture {
 protected:
  void Load(const std::string& name) {
    const crypto::SelfSigned made = MakeCertificate(name);
    const auto status = tls_.Load(made.certificate_pem, made.key_pem);
    ASSERT_TRUE(status.has_value()) << status.error().public_text;
  }

  TlsContext tls_;
};

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(TlsTest, RequestsAreServedAndMarked) {
  Load("one.test");
  bool tls = false;
  Serve(
      [&](Exchange exchange) {
        tls = exchange.request().tls;
        Hello(std::move(exchange));
      },
      1, &tls_);
  TlsClient client(port_);
  ASSERT_TRUE(client.Handshake());
  EXPECT_STREQ(SSL_get_version(client.ssl()), "TLSv1.3");
  for (int i = 0; i < 3; ++i) {
    client.Send(kGet);
    EXPECT_THAT(client.ReadUntil("hello"), EndsWith("\r\n\r\nhello"));
  }
  End();
  EXPECT_TRUE(tls);
}

TEST_F(TlsTest, OlderVersionStillWorksAndTheOldestDoNot) {
  Load("one.test");
  Serve(Hello, 1, &tls_);
  TlsClient older(port_);
  SSL_set_max_proto_version(older.ssl(), TLS1_2_VERSION);
  ASSERT_TRUE(older.Handshake());
  older.Send(kGet);
  EXPECT_THAT(older.ReadUntil("hello"), EndsWith("hello"));
  TlsClient oldest(port_);
  SSL_set_security_level(oldest.ssl(), 0);
  SSL_set_min_proto_version(oldest.ssl(), TLS1_VERSION);
  SSL_set_max_proto_version(oldest.ssl(), TLS1_1_VERSION);
  EXPECT_FALSE(oldest.Handshake());
}

TEST_F(TlsTest, ProtocolIsChosenByAlpn) {
  Load("one.test");
  Serve(Hello, 1, &tls_);
  TlsClient client(port_);
  constexpr unsigned char kBoth[] = "\x02h2\x08http/1.1";
  SSL_set_alpn_protos(client.ssl(), kBoth, sizeof kBoth - 1);
  ASSERT_TRUE(client.Handshake());
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(client.ssl(), &chosen, &size);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), size), "http/1.1");
  TlsClient other(port_);
  constexpr unsigned char kOther[] = "\x02h2";
  SSL_set_alpn_protos(other.ssl(), kOther, sizeof kOther - 1);
  EXPECT_FALSE(other.Handshake());
}

TEST_F(TlsTest, ReloadServesNewConnectionsAndKeepsOldOnes) {
  Load("one.test");
  Serve(Hello, 1, &tls_);
  TlsClient before(port_);
  ASSERT_TRUE(before.Handshake());
  Load("two.test");
  TlsClient after(port_);
  ASSERT_TRUE(after.Handshake());
  EXPECT_EQ(before.PeerName(), "one.test");
  EXPECT_EQ(after.PeerName(), "two.test");
  before.Send(kGet);
  EXPECT_THAT(before.ReadUntil("hello"), EndsWith("hello"));
}

TEST_F(TlsTest, FailedLoadKeepsWhatWasLoaded) {
  Load("one.test");
  const auto loaded = tls_.current();
  const crypto::SelfSigned one = MakeCertificate("one.test");
  const crypto::SelfSigned two = MakeCertificate("two.test");
  const auto reason = [&](std::string_view certificate, const base::Secret& key) {
    const auto status = tls_.Load(certificate, key);
    return status.has_value() ? "" : status.error().reason;
  };
  EXPECT_EQ(reason("", one.key_pem), "bad_certificate");
  EXPECT_EQ(reason("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", one.key_pem),
            "bad_certificate");
  EXPECT_EQ(reason(one.certificate_pem + "-----BEGIN CERTIFICATE-----\nAAAA\n", one.key_pem),
            "bad_certificate");
  EXPECT_EQ(reason(one.certificate_pem, base::Secret(std::string("nonsense"))), "bad_key");
  EXPECT_EQ(reason(one.certificate_pem, two.key_pem), "key_mismatch");
  EXPECT_EQ(tls_.current(), loaded);
}

TEST_F(TlsTest, PlainTextOnATlsListenerIsDropped) {
  Load("one.test");
  Serve(Hello, 1, &tls_);
  RawClient client(port_);
  client.Send(kGet);
  EXPECT_EQ(client.ReadAll().find("hello"), std::string::npos);
  EXPECT_EQ(server_->stats().failed_handshakes, 1U);
  EXPECT_EQ(server_->stats().requests, 0U);
}

TEST_F(TlsTest, ListenerWithoutACertificateServesNothing) {
  Serve(Hello, 1, &tls_);
  RawClient client(port_);
  client.Send(kGet);
  EXPECT_EQ(client.ReadAll(), "");
  EXPECT_EQ(server_->stats().requests, 0U);
}

TEST_F(TlsTest, HandshakeThatStallsIsEnded) {
  Load("one.test");
  Serve(Hello, 1, &tls_);
  RawClient client(port_);
  const int seconds = AdvanceUntil([&] { return client.HasInput(10); });
  EXPECT_GE(seconds, 10);
  EXPECT_LE(seconds, 30);
  EXPECT_EQ(client.ReadAll(), "");
  EXPECT_EQ(server_->stats().failed_handshakes, 1U);
}

// Regression: a peer that sent continuously blocked the other connections of the loop.
TEST_F(TlsTest, ManyPipelinedRequestsAreAnsweredOverSeveralRounds) {
  Load("one.test");
  Serve(Echo, 1, &tls_);
  TlsClient client(port_);
  ASSERT_TRUE(client.Handshake());
  std::string requests;
  for (int i = 1000; i < 4000; ++i) {
    requests += "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n" + std::to_string(i);
  }
  client.Send(requests);
  const std::string answers = client.ReadUntil("3999");
  EXPECT_THAT(answers, EndsWith("\r\n\r\n3999"));
  EXPECT_EQ(server_->stats().requests, 3000U);
}

TEST_F(TlsTest, LargeBodiesPassBothWays) {
  Load("one.test");
  Serve(Echo, 1, &tls_);
  TlsClient client(port_);
  ASSERT_TRUE(client.Handshake());
  const std::string body = std::string(500'000, 'b') + "end";
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500003\r\n\r\n");
  client.Send(body);
  EXPECT_THAT(client.ReadUntil("end"), EndsWith("\r\n\r\n" + body));
}

}  // namespace
}  // namespace bearward::http
