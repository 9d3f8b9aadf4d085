// StreamConnection against a small server on loopback (incident class G1).
#include "egress/stream_connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/boot_clock.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "crypto/certificate.h"
#include "testing/must.h"
#include "testing/stream_receiver.h"
#include "testing/temp_dir.h"

namespace bearward::egress {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;
using testing::StreamReceiver;
using Manner = StreamReceiver::Manner;

class StreamConnectionTest : public ::testing::Test {
 protected:
  StreamConnectionTest() {
    const auto now = base::SystemClock().Now();
    certificate_ = Must(crypto::MakeSelfSigned({.common_name = "localhost",
                                                .dns_names = {"localhost"},
                                                .ip_addresses = {},
                                                .not_before = now - std::chrono::hours(1)},
                                               entropy_));
    settings_.policy =
        AddressPolicy(Must(http::AddressRanges::Parse(std::vector<std::string>{"127.0.0.0/8"})));
    settings_.limits.total = std::chrono::seconds(2);
  }
  StreamReceiver::Options Encrypted(Manner manner = Manner::kReads) {
    return {.manner = manner,
            .certificate = certificate_.certificate_pem,
            .key = std::string(certificate_.key_pem.Reveal())};
  }
  void Trust() {
    settings_.ca_file = dir_.path() + "/ca.pem";
    std::ofstream(settings_.ca_file) << certificate_.certificate_pem;
  }
  static Url At(const StreamReceiver& receiver, bool encrypted, const std::string& host) {
    return {.encrypted = encrypted, .host = host, .address = {}, .port = receiver.port()};
  }
  // Outcome sends a text and returns "ok" or the reason of the failure.
  std::string Outcome(const Url& target, const std::string& text) {
    auto opened = StreamConnection::Open(target, settings_);
    if (!opened) return opened.error().reason;
    base::Status done = (*opened)->Send(text);
    if (done) done = (*opened)->Finish();
    return done ? "ok" : done.error().reason;
  }

  base::SystemEntropy entropy_;
  crypto::SelfSigned certificate_;
  testing::TempDir dir_;
  SenderSettings settings_;
};

TEST_F(StreamConnectionTest, AllBytesArriveOverTcp) {
  const StreamReceiver receiver({});
  const std::string text(1'000'000, 'x');
  EXPECT_EQ(Outcome(At(receiver, false, "127.0.0.1"), text), "ok");
  EXPECT_THAT(receiver.texts(), ElementsAre(text));
}

TEST_F(StreamConnectionTest, AllBytesArriveOverTls) {
  Trust();
  const StreamReceiver receiver(Encrypted());
  const std::string text(1'000'000, 'x');
  EXPECT_EQ(Outcome(At(receiver, true, "localhost"), text), "ok");
  EXPECT_THAT(receiver.texts(), ElementsAre(text));
}

TEST_F(StreamConnectionTest, ACertificateOfAnotherNameOrAuthorityIsRefused) {
  const StreamReceiver receiver(Encrypted());
  EXPECT_EQ(Outcome(At(receiver, true, "localhost"), "x"), "tls_failed") << "unknown authority";
  Trust();
  EXPECT_EQ(Outcome(At(receiver, true, "127.0.0.1"), "x"), "tls_failed") << "another name";
  EXPECT_THAT(receiver.texts(), ::testing::Each(IsEmpty()));
}

// The check is on the connected address, so it does not matter how the name got it.
TEST_F(StreamConnectionTest, AnAddressThatIsNotPermittedIsNeverConnected) {
  const StreamReceiver receiver({});
  settings_.policy = {};
  for (const char* host : {"127.0.0.1", "localhost", "::1", "::ffff:127.0.0.1", "0.0.0.0"}) {
    EXPECT_EQ(Outcome(At(receiver, false, host), "x"), "address_refused") << host;
  }
  EXPECT_EQ(receiver.connections(), 0U);
}

// Without an acknowledgement in the protocol, only the close of a receiver that has read everything
// is a success.
TEST_F(StreamConnectionTest, AReceiverThatDidNotReadEverythingIsAFailure) {
  Trust();
  for (const bool encrypted : {false, true}) {
    settings_.limits.total = std::chrono::milliseconds(300);
    const auto options = [&](Manner manner) {
      auto made = encrypted ? Encrypted() : StreamReceiver::Options();
      made.manner = manner;
      return made;
    };
    const StreamReceiver holds(options(Manner::kHolds));
    EXPECT_EQ(Outcome(At(holds, encrypted, "localhost"), "x"), "timed_out");
    const StreamReceiver resets(options(Manner::kResets));
    EXPECT_NE(Outcome(At(resets, encrypted, "localhost"), std::string(4'000'000, 'x')), "ok");
  }
  const StreamReceiver closes({.manner = Manner::kCloses});
  EXPECT_NE(Outcome(At(closes, false, "127.0.0.1"), std::string(4'000'000, 'x')), "ok");
}

// The receiver closes when it has read close_notify. Its close and this side's may cross.
TEST_F(StreamConnectionTest, AReceiverOfTlsMayCloseBeforeTheEndOfTcp) {
  Trust();
  const StreamReceiver receiver(Encrypted());
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(Outcome(At(receiver, true, "localhost"), "x"), "ok") << i;
  }
}

// A lease of the caller must outlast the exchange.
TEST_F(StreamConnectionTest, TheTimeLimitIsThatOfTheWholeExchange) {
  const StreamReceiver receiver({.manner = Manner::kIgnores});
  settings_.limits.total = std::chrono::milliseconds(500);
  const std::int64_t begun = base::BootTicks();
  auto connection = Must(StreamConnection::Open(At(receiver, false, "127.0.0.1"), settings_));
  std::string text(8'000'000, 'x');
  text += text;  // longer than the buffers of both sides
  for (int i = 0; i < 3; ++i) {
    const base::Status sent = connection->Send(text);
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().reason, "timed_out");
  }
  EXPECT_EQ(connection->Finish().error().reason, "timed_out");
  EXPECT_LT(std::chrono::nanoseconds(base::BootTicks() - begun), 2 * settings_.limits.total);
}

TEST_F(StreamConnectionTest, AStopEndsAWait) {
  const StreamReceiver receiver({.manner = Manner::kHolds});
  std::stop_source stop;
  auto connection = Must(StreamConnection::Open(At(receiver, false, "127.0.0.1"), settings_));
  stop.request_stop();
  const base::Status finished = connection->Finish(stop.get_token());
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().reason, "stopped");
}

}  // namespace
}  // namespace bearward::egress
