// HttpSender against a small server on loopback (incident class G1).
#include "egress/http_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/clock.h"
#include "base/entropy.h"
#include "crypto/certificate.h"
#include "testing/http_receiver.h"
#include "testing/must.h"
#include "testing/smtp_server.h"

namespace bearward::egress {
namespace {

using ::testing::HasSubstr;
using testing::HttpReceiver;
using testing::Must;
using ::testing::Not;
using ::testing::SizeIs;

SenderSettings Loopback() {
  return {.policy = AddressPolicy(
              Must(http::AddressRanges::Parse(std::vector<std::string>{"127.0.0.0/8"})))};
}

std::string ReasonOf(HttpSender& sender, const std::string& url) {
  const auto sent = sender.Send({.url = url, .body = "{}"});
  return sent ? "status " + std::to_string(sent->status) : sent.error().reason;
}

TEST(HttpSender, ARequestArrivesAsGiven) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(202, "thanks"); });
  HttpSender sender(Loopback());
  const std::string body(20'000, 'x');
  const Response response = Must(sender.Send({.url = receiver.Url("/a?b=c"),
                                              .headers = {"Content-Type: text/x", "X-Own: 1"},
                                              .body = body}));
  EXPECT_EQ(response.status, 202);
  EXPECT_EQ(response.body, "thanks");
  EXPECT_FALSE(response.retry_after);
  const auto requests = receiver.requests();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests.front().line, "POST /a?b=c HTTP/1.1");
  EXPECT_EQ(requests.front().Header("X-Own"), "1");
  EXPECT_EQ(requests.front().Header("Content-Type"), "text/x");
  EXPECT_EQ(requests.front().Header("Expect"), "");
  EXPECT_EQ(requests.front().body, body);
}

TEST(HttpSender, RequestsToOneReceiverShareAConnection) {
  HttpReceiver receiver;
  HttpSender sender(Loopback());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReasonOf(sender, receiver.Url()), "status 200");
  EXPECT_EQ(receiver.connections(), 1U);
}

// The check is on the connected address, so it does not matter how the name got it.
TEST(HttpSender, AnAddressThatIsNotPermittedIsNeverConnected) {
  HttpReceiver receiver;
  HttpSender sender({});
  const std::string port = ":" + std::to_string(receiver.port());
  for (const std::string host :
       {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
    EXPECT_EQ(ReasonOf(sender, "http://" + host + port + "/"), "address_refused") << host;
  }
  EXPECT_EQ(receiver.connections(), 0U);
}

TEST(HttpSender, AnErrorContainsNoAddress) {
  HttpSender sender({});
  const auto sent = sender.Send({.url = "http://localhost:1/"});
  ASSERT_FALSE(sent);
  EXPECT_THAT(sent.error().public_text + sent.error().detail, Not(HasSubstr("127.0.0.1")));
}

TEST(HttpSender, ARedirectIsAnAnswerAndIsNotFollowed) {
  HttpReceiver other;
  HttpReceiver receiver([&](const auto&) {
    return HttpReceiver::Answer(302, "", "Location: " + other.Url() + "\r\n");
  });
  HttpSender sender(Loopback());
  EXPECT_EQ(ReasonOf(sender, receiver.Url()), "status 302");
  EXPECT_EQ(other.connections(), 0U);
}

TEST(HttpSender, ProxiesOfTheEnvironmentAreNotUsed) {
  HttpReceiver proxy([](const auto&) { return HttpReceiver::Answer(418); });
  HttpReceiver receiver;
  ::setenv("http_proxy", proxy.Url("").c_str(), 1);
  ::setenv("ALL_PROXY", proxy.Url("").c_str(), 1);
  HttpSender sender(Loopback());
  EXPECT_EQ(ReasonOf(sender, receiver.Url()), "status 200");
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
  EXPECT_EQ(proxy.connections(), 0U);
}

TEST(HttpSender, ALongBodyIsCut) {
  HttpReceiver receiver(
      [](const auto&) { return HttpReceiver::Answer(500, std::string(1 << 20, 'y')); });
  SenderSettings settings = Loopback();
  settings.limits.body_bytes = 1000;
  HttpSender sender(settings);
  const Response response = Must(sender.Send({.url = receiver.Url()}));
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, SizeIs(1000));
}

TEST(HttpSender, EndlessHeadersAreRefused) {
  HttpReceiver receiver([](const auto&) {
    std::string lines;
    for (int i = 0; i < 1000; ++i) lines += "X-Long: " + std::string(100, 'z') + "\r\n";
    return HttpReceiver::Answer(200, "", lines);
  });
  HttpSender sender(Loopback());
  EXPECT_EQ(ReasonOf(sender, receiver.Url()), "no_response");
}

TEST(HttpSender, ASilentReceiverTimesOut) {
  HttpReceiver receiver([](const auto&) { return ""; });
  SenderSettings settings = Loopback();
  settings.limits.total = std::chrono::milliseconds(200);
  HttpSender sender(settings);
  EXPECT_EQ(ReasonOf(sender, receiver.Url()), "timed_out");
}

TEST(HttpSender, ARequestMayHaveAShorterLimit) {
  HttpReceiver receiver([](const auto&) { return ""; });
  HttpSender sender(Loopback());
  for (const int most : {0, 200}) {
    const auto sent = sender.Send({.url = receiver.Url(), .most = std::chrono::milliseconds(most)});
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().reason, "timed_out") << most;
  }
}

TEST(HttpSender, AStopEndsARequest) {
  HttpReceiver receiver([](const auto&) { return ""; });
  HttpSender sender(Loopback());
  std::stop_source stop;
  stop.request_stop();
  const auto sent = sender.Send({.url = receiver.Url()}, stop.get_token());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().reason, "stopped");
}

TEST(HttpSender, FailuresHaveReasons) {
  HttpSender sender(Loopback());
  EXPECT_EQ(ReasonOf(sender, "http://127.0.0.1:1/"), "not_connected");
  EXPECT_EQ(ReasonOf(sender, "ftp://127.0.0.1/"), "invalid_url");
}

// A receiver with a certificate that no known authority has signed gets no data.
TEST(HttpSender, AnUnknownCertificateIsRefused) {
  base::SystemEntropy entropy;
  const auto now = base::SystemClock().Now();
  const auto signed_by_itself =
      Must(crypto::MakeSelfSigned({.common_name = "localhost",
                                   .dns_names = {"localhost"},
                                   .ip_addresses = {"127.0.0.1"},
                                   .not_before = now - std::chrono::hours(1)},
                                  entropy));
  const testing::SmtpServer server({.certificate = signed_by_itself.certificate_pem,
                                    .key = std::string(signed_by_itself.key_pem.Reveal()),
                                    .tls_first = true});
  HttpSender sender(Loopback());
  EXPECT_EQ(ReasonOf(sender, "https://127.0.0.1:" + std::to_string(server.port()) + "/"),
            "tls_failed");
  EXPECT_THAT(server.commands(), SizeIs(0));
}

TEST(HttpSender, RetryAfterIsRead) {
  HttpReceiver receiver(
      [](const auto&) { return HttpReceiver::Answer(429, "", "Retry-After: 7\r\n"); });
  HttpSender sender(Loopback());
  const Response response = Must(sender.Send({.url = receiver.Url()}));
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.retry_after, std::chrono::seconds(7));
}

}  // namespace
}  // namespace bearward::egress
