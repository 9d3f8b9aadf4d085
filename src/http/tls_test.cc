#include "http/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "http/tls_fixture.h"

namespace bearward::http {
namespace {

using bearward::testing::Echo;
using bearward::testing::Hello;
using bearward::testing::RawClient;
using ::testing::EndsWith;

class TlsTest : public TlsFixture {};

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
  TlsClient both(port_);
  both.OfferHttp2();
  ASSERT_TRUE(both.Handshake());
  EXPECT_EQ(both.Protocol(), "h2");
  TlsClient older(port_);
  constexpr unsigned char kOlder[] = "\x08http/1.1";
  SSL_set_alpn_protos(older.ssl(), kOlder, sizeof kOlder - 1);
  ASSERT_TRUE(older.Handshake());
  EXPECT_EQ(older.Protocol(), "http/1.1");
  older.Send(kGet);
  EXPECT_THAT(older.ReadUntil("hello"), EndsWith("hello"));
  TlsClient other(port_);
  constexpr unsigned char kOther[] = "\x02h3";
  SSL_set_alpn_protos(other.ssl(), kOther, sizeof kOther - 1);
  EXPECT_FALSE(other.Handshake());
}

TEST_F(TlsTest, Http2CanBeSwitchedOff) {
  const crypto::SelfSigned made = MakeCertificate("one.test");
  ASSERT_TRUE(tls_.Load(made.certificate_pem, made.key_pem, false).has_value());
  Serve(Hello, 1, &tls_);
  TlsClient client(port_);
  client.OfferHttp2();
  ASSERT_TRUE(client.Handshake());
  EXPECT_EQ(client.Protocol(), "http/1.1");
  client.Send(kGet);
  EXPECT_THAT(client.ReadUntil("hello"), EndsWith("hello"));
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
